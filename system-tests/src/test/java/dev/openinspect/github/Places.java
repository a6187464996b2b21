package dev.openinspect.github;

/**
 * Where the stand-in is reached, as it stands in documents.
 *
 * @param web base of the pages and of Git, without a slash at the end
 * @param api base of the API, as GitHub Enterprise Server has it
 */
record Places(String web, String api) {
    static Places at(int port) {
        String web = "http://127.0.0.1:" + port;
        return new Places(web, web + "/api/v3");
    }
}
