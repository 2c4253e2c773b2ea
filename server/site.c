#include "site.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* On every answer. Nothing is stored, framed, sniffed, indexed or sent on; scripts only from here; the page may use nothing of the device. */
#define FIELDS                                                                                                         \
    "Cache-Control: no-store\r\n"                                                                                      \
    "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "            \
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "                \
    "require-trusted-types-for 'script'; trusted-types 'none'\r\n"                                                     \
    "Integrity-Policy: blocked-destinations=(script)\r\n"                                                              \
    "Cross-Origin-Embedder-Policy: require-corp\r\n"                                                                   \
    "Cross-Origin-Opener-Policy: same-origin\r\n"                                                                      \
    "Cross-Origin-Resource-Policy: same-origin\r\n"                                                                    \
    "Permissions-Policy: accelerometer=(), autoplay=(), browsing-topics=(), camera=(), "                               \
    "display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "        \
    "idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), "     \
    "picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), "      \
    "serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), "                                        \
    "xr-spatial-tracking=()\r\n"                                                                                       \
    "Referrer-Policy: no-referrer\r\n"                                                                                 \
    "X-Content-Type-Options: nosniff\r\n"                                                                              \
    "X-DNS-Prefetch-Control: off\r\n"                                                                                  \
    "X-Robots-Tag: noindex, nofollow, noarchive\r\n"

enum { HEAD_MAX = 2048 };

static const struct {
    const char *suffix;
    const char *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".webp", "image/webp"},
    {".txt", "text/plain; charset=utf-8"},
    {".ftl", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

static const char *type_of(const char *path)
{
    const char *suffix = strrchr(path, '.');
    for (size_t i = 0; suffix != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(suffix, types[i].suffix) == 0)
            return types[i].type;
    return "application/octet-stream";
}

static enum outcome make_head(struct site_file *file)
{
    char head[HEAD_MAX];
    int size =
        snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n" FIELDS "\r\n",
                 type_of(file->path), file->body.size);
    invariant(size > 0 && size < HEAD_MAX);
    uint8_t *copy = memory_get((size_t)size);
    if (copy == NULL)
        return BROKEN;
    memcpy(copy, head, (size_t)size);
    file->head = (struct bytes){copy, (size_t)size};
    return OK;
}

static enum outcome read_body(struct site *site, struct site_file *file, int fd, const struct stat *about)
{
    if (about->st_size > SITE_FILE_MAX || site->octets + (size_t)about->st_size > SITE_OCTETS_MAX)
        return REFUSED;
    size_t size = (size_t)about->st_size;
    uint8_t *body = memory_get(size + 1);
    if (body == NULL)
        return BROKEN;
    file->body = (struct bytes){body, size};
    for (size_t done = 0; done < size;) {
        ssize_t got = read(fd, body + done, size - done);
        if (got <= 0)
            return BROKEN;
        done += (size_t)got;
    }
    site->octets += size;
    return OK;
}

/* Takes no care of `fd`. What is left of a file that failed belongs to the site all the same. */
static enum outcome add_file(struct site *site, const char *path, int fd, const struct stat *about)
{
    if (site->count == SITE_FILES_MAX)
        return REFUSED;
    struct site_file *file = &site->files[site->count++];
    memcpy(file->path, path, strlen(path) + 1);
    TRY(read_body(site, file, fd, about));
    return make_head(file);
}

static bool is_servable(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", *at) == NULL)
            return false;
    return true;
}

static enum outcome walk(struct site *site, int folder, const char *path, unsigned depth);

static enum outcome add_entry(struct site *site, int folder, const char *path, const char *name, unsigned depth)
{
    char whole[GATE_PATH_MAX + 1];
    int size = snprintf(whole, sizeof whole, "%s/%s", path, name);
    if (!is_servable(name) || size < 0 || size > GATE_PATH_MAX)
        return REFUSED;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat about;
    if (fd < 0)
        return BROKEN;
    bool is_known = fstat(fd, &about) == 0;
    if (is_known && S_ISDIR(about.st_mode) && depth < SITE_DEPTH_MAX)
        return walk(site, fd, whole, depth + 1);
    enum outcome outcome = is_known && S_ISREG(about.st_mode) ? add_file(site, whole, fd, &about) : REFUSED;
    (void)close(fd);
    return outcome;
}

/* Takes `folder`. */
static enum outcome walk(struct site *site, int folder, const char *path, unsigned depth)
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        (void)close(folder);
        return BROKEN;
    }
    enum outcome outcome = OK;
    for (struct dirent *entry = readdir(entries); entry != NULL && outcome == OK; entry = readdir(entries))
        if (entry->d_name[0] != '.')
            outcome = add_entry(site, folder, path, entry->d_name, depth);
    (void)closedir(entries);
    return outcome;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct site_file *)a)->path, ((const struct site_file *)b)->path);
}

static void sort(struct site *site)
{
    qsort(site->files, site->count, sizeof site->files[0], compare);
}

enum outcome site_open(struct site *site, const char *folder)
{
    memset(site, 0, sizeof *site);
    site->files = memory_get(SITE_FILES_MAX * sizeof site->files[0]);
    if (site->files == NULL)
        return BROKEN;
    int fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    enum outcome outcome = fd < 0 ? BROKEN : walk(site, fd, "", 0);
    sort(site);
    if (outcome == OK && site_find(site, (struct bytes){(const uint8_t *)"/", 1}) == NULL)
        outcome = REFUSED;
    if (outcome != OK)
        site_close(site);
    return outcome;
}

enum outcome site_add(struct site *site, const char *path, const char *file)
{
    struct stat about;
    if (site_find(site, (struct bytes){(const uint8_t *)path, strlen(path)}) != NULL)
        return REFUSED;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &about) != 0) {
        if (fd >= 0)
            (void)close(fd);
        return BROKEN;
    }
    enum outcome outcome = S_ISREG(about.st_mode) ? add_file(site, path, fd, &about) : REFUSED;
    (void)close(fd);
    sort(site);
    return outcome;
}

const struct site_file *site_find(const struct site *site, struct bytes path)
{
    struct site_file wanted;
    int size = snprintf(wanted.path, sizeof wanted.path, "%.*s%s", (int)path.size, (const char *)path.data,
                        path.size > 0 && path.data[path.size - 1] == '/' ? "index.html" : "");
    if (size < 0 || size > GATE_PATH_MAX)
        return NULL;
    return bsearch(&wanted, site->files, site->count, sizeof site->files[0], compare);
}

#define REFUSAL(status, reason, more)                                                                                  \
    {                                                                                                                  \
        status, "HTTP/1.1 " #status " " reason "\r\nContent-Length: 0\r\nConnection: close\r\n" more FIELDS "\r\n"     \
    }

struct bytes site_refusal(unsigned status)
{
    static const struct {
        unsigned status;
        const char *text;
    } refusals[] = {
        REFUSAL(400, "Bad Request", ""),
        REFUSAL(403, "Forbidden", ""),
        REFUSAL(404, "Not Found", ""),
        REFUSAL(405, "Method Not Allowed", "Allow: GET, HEAD\r\n"),
        REFUSAL(408, "Request Timeout", ""),
        REFUSAL(414, "URI Too Long", ""),
        REFUSAL(421, "Misdirected Request", ""),
        REFUSAL(426, "Upgrade Required", "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"),
        REFUSAL(431, "Request Header Fields Too Large", ""),
        REFUSAL(503, "Service Unavailable", ""),
        REFUSAL(505, "HTTP Version Not Supported", ""),
    };
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (refusals[i].status == status)
            return (struct bytes){(const uint8_t *)refusals[i].text, strlen(refusals[i].text)};
    return site_refusal(400);
}

void site_close(struct site *site)
{
    for (size_t i = 0; i < site->count; i++) {
        memory_free((void *)(uintptr_t)site->files[i].head.data);
        memory_free((void *)(uintptr_t)site->files[i].body.data);
    }
    memory_free(site->files);
    memset(site, 0, sizeof *site);
}
