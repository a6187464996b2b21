package dev.openinspect.clients.github;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A DELETE that says in its body what to delete. The server's rest client drops the body of a DELETE, so until it is sent the method has another name. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@HttpMethod(DeleteWithBody.NAME)
@interface DeleteWithBody {
    /** The same as that of the annotation, which the rest client takes instead of this. */
    String NAME = "DeleteWithBody";
}
