package dev.openinspect.web.api;

import dev.openinspect.hooks.HookDeliveries;
import dev.openinspect.hooks.HookDetail;
import dev.openinspect.hooks.HookPage;
import dev.openinspect.hooks.HookStatus;
import dev.openinspect.hooks.HookSummary;
import dev.openinspect.web.json.Choices;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Deliveries of the code host, for administrators. */
@Path("/hook-deliveries")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Groups.ADMIN)
public class HooksResource {
    @Inject
    CurrentCaller current;

    @Inject
    HookDeliveries deliveries;

    @GET
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        String said = Parameters.said(status);
        HookStatus wanted = said == null ? null : Choices.of(HookStatus.class, said, "status");
        HookPage page = deliveries.list(
                current.require(),
                wanted,
                Parameters.said(cursor),
                Parameters.limit(limit, HookDeliveries.LARGEST_PAGE));
        return Answers.ok(new Document()
                .withAll("deliveries", page.deliveries(), HooksResource::summary)
                .with("nextCursor", page.nextCursor())
                .with("configured", page.configured())
                .with("lastReceivedAt", page.lastReceivedAt()));
    }

    @GET
    @Path("/{id}")
    public Response find(@PathParam("id") String id) {
        HookDetail detail = deliveries.find(current.require(), delivery(id));
        return Answers.ok(summary(detail.summary())
                .with("headers", detail.headers())
                .with("body", detail.body())
                .with("cut", detail.cut()));
    }

    @POST
    @Path("/{id}/replay")
    public Response replay(@PathParam("id") String id) {
        return Answers.accepted(summary(deliveries.replay(current.require(), delivery(id))));
    }

    private static Document summary(HookSummary delivery) {
        return new Document()
                .with("id", delivery.deliveryId())
                .with("event", delivery.event())
                .with("action", delivery.action())
                .with("status", delivery.status())
                .with("receivedAt", delivery.receivedAt())
                .with("attempts", delivery.attempts())
                .with("notBefore", delivery.notBefore())
                .with("processedAt", delivery.processedAt())
                .with("error", delivery.error())
                .with("bytes", delivery.bytes());
    }

    /** The door lets in UUIDs only, so nothing else names a delivery. */
    private static String delivery(String id) {
        return Parameters.id(id, "delivery").toString();
    }
}
