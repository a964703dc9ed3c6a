package isthmus.http;

import io.javalin.config.RoutesConfig;

/** Some paths and what answers them. The web server calls the answers on any of its threads. */
interface Routes {
    void register(RoutesConfig routes);
}
