package dev.openinspect.clients.sandboxhost;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The sandbox host API. Bodies are bytes, because the signature is over exactly the bytes that are sent. */
@RegisterRestClient
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface SandboxHost {
    @GET
    @Path("/capabilities")
    Response capabilities();

    @POST
    @Path("/sandboxes")
    Response create(byte[] order);

    @GET
    @Path("/sandboxes")
    Response list();

    @GET
    @Path("/sandboxes/{id}/{generation}")
    Response find(@PathParam("id") UUID id, @PathParam("generation") int generation);

    @GET
    @Path("/sandboxes/{id}/{generation}/log")
    Response log(
            @PathParam("id") UUID id,
            @PathParam("generation") int generation,
            @QueryParam("after") long after,
            @QueryParam("limit") int limit);

    @POST
    @Path("/sandboxes/{id}/{generation}/stop")
    Response stop(@PathParam("id") UUID id, @PathParam("generation") int generation, byte[] grace);

    @DELETE
    @Path("/sandboxes/{id}")
    Response destroy(@PathParam("id") UUID id);

    @POST
    @Path("/sandboxes/{id}/snapshots")
    Response snapshot(@PathParam("id") UUID id, byte[] snapshot);

    @GET
    @Path("/snapshots")
    Response snapshots();

    @GET
    @Path("/snapshots/{snapshot}")
    Response findSnapshot(@PathParam("snapshot") UUID snapshot);

    @DELETE
    @Path("/snapshots/{snapshot}")
    Response deleteSnapshot(@PathParam("snapshot") UUID snapshot);
}
