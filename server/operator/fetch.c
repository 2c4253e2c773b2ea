#include "fetch.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

struct fetch {
    CURL *curl;
    const char *site;
    size_t size;
    uint8_t body[FETCH_BODY_MAX];
};

/* What libcurl calls with each piece; anything but the whole size ends the transfer. */
static size_t take(char *data, size_t one, size_t count, void *context)
{
    struct fetch *fetch = context;
    size_t size = one * count;
    if (size > FETCH_BODY_MAX - fetch->size)
        return 0;
    memcpy(fetch->body + fetch->size, data, size);
    fetch->size += size;
    return size;
}

static bool set_up(struct fetch *fetch, const struct fetch_settings *settings)
{
    CURL *curl = fetch->curl;
    long whole_s = settings->patience_s > 0 ? (long)settings->patience_s : FETCH_WHOLE_S;
    bool is_set = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetch) == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_S) == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_s) == CURLE_OK &&
                  /* An empty proxy is none, whatever the environment says. */
                  curl_easy_setopt(curl, CURLOPT_PROXY, settings->socks == NULL ? "" : settings->socks) == CURLE_OK &&
                  curl_easy_setopt(curl, CURLOPT_PROXYTYPE, (long)CURLPROXY_SOCKS5_HOSTNAME) == CURLE_OK;
    if (settings->unix_socket != NULL)
        is_set = is_set && curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, settings->unix_socket) == CURLE_OK;
    if (settings->authority != NULL)
        is_set = is_set && curl_easy_setopt(curl, CURLOPT_CAINFO, settings->authority) == CURLE_OK &&
                 curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK;
    return is_set;
}

enum outcome fetch_open(struct fetch **fetch, const struct fetch_settings *settings)
{
    struct fetch *opened = memory_get(sizeof *opened);
    if (opened == NULL)
        return BROKEN;
    opened->site = settings->site;
    opened->curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    if (opened->curl == NULL || !set_up(opened, settings)) {
        fetch_close(opened);
        return BROKEN;
    }
    *fetch = opened;
    return OK;
}

enum outcome fetch_get(struct fetch *fetch, const char *path, struct bytes *body, struct reason *reason)
{
    char url[FETCH_URL_MAX];
    long status = 0;
    int size = snprintf(url, sizeof url, "%s%s", fetch->site, path);
    fetch->size = 0;
    if (size < 0 || (size_t)size >= sizeof url || curl_easy_setopt(fetch->curl, CURLOPT_URL, url) != CURLE_OK) {
        reason_set(reason, "the address is too long.");
        return REFUSED;
    }
    CURLcode code = curl_easy_perform(fetch->curl);
    if (code == CURLE_WRITE_ERROR) {
        reason_set(reason, "%s is larger than any of our files.", path);
        return REFUSED;
    }
    if (code != CURLE_OK || curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK) {
        reason_set(reason, "%s cannot be fetched: %s.", path, curl_easy_strerror(code));
        return BROKEN;
    }
    *body = (struct bytes){fetch->body, fetch->size};
    if (status == 200)
        return OK;
    reason_set(reason, "the answer to %s is %ld.", path, status);
    return status == 404 ? GONE : REFUSED;
}

void fetch_close(struct fetch *fetch)
{
    if (fetch == NULL)
        return;
    curl_easy_cleanup(fetch->curl);
    curl_global_cleanup();
    memory_free(fetch);
}
