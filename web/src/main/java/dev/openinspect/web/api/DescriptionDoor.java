package dev.openinspect.web.api;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.ServletSecurity.EmptyRoleSemantic;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The description of the API, for everybody. Written by hand, because requests are read strictly from JSON and the classes do not
 * show what is in them; so the server's own endpoint, which adds what it finds in classes, is not asked. JSON is YAML, too.
 */
@ServletSecurity(@HttpConstraint(EmptyRoleSemantic.PERMIT))
@WebServlet(name = "description", urlPatterns = "/openapi")
public class DescriptionDoor extends HttpServlet {
    static final String FILE = "/META-INF/openapi.json";
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        @Nullable String accepted = request.getHeader("Accept");
        boolean json = "JSON".equalsIgnoreCase(request.getParameter("format"))
                || accepted != null && accepted.contains("application/json");
        response.setContentType(json ? "application/json" : "application/yaml");
        response.setCharacterEncoding("UTF-8");
        try (InputStream description = DescriptionDoor.class.getResourceAsStream(FILE)) {
            if (description == null) {
                throw new IllegalStateException("the archive lacks " + FILE);
            }
            description.transferTo(response.getOutputStream());
        }
    }
}
