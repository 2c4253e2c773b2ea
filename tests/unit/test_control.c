/* What a request to the control socket asks for, octet by octet; and that metrics are whole fives. */
#include "check.h"
#include "control.h"

static enum control_page judge(const char *head)
{
    return control_judge(head, strlen(head));
}

static void a_request_is_known_by_its_first_line(void)
{
    CHECK(judge("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == CONTROL_HEALTH);
    CHECK(judge("GET /readyz HTTP/1.0\r\n\r\n") == CONTROL_READY);
    CHECK(judge("GET /metrics HTTP/1.1\r\n\r\nmore") == CONTROL_METRICS);
    CHECK(judge("GET /metric HTTP/1.1\r\n\r\n") == CONTROL_UNKNOWN);
    CHECK(judge("GET /metricss HTTP/1.1\r\n\r\n") == CONTROL_UNKNOWN);
    CHECK(judge("GET / HTTP/1.1\r\n\r\n") == CONTROL_UNKNOWN);
    CHECK(judge("get /metrics HTTP/1.1\r\n\r\n") == CONTROL_OTHER_METHOD);
    CHECK(judge("POST /metrics HTTP/1.1\r\n\r\n") == CONTROL_OTHER_METHOD);
    static const char *const malformed[] = {"\r\n\r\n",
                                            "GET\r\n\r\n",
                                            "GET /metrics\r\n\r\n",
                                            "GET  HTTP/1.1\r\n\r\n",
                                            "GET  /metrics HTTP/1.1\r\n\r\n",
                                            "GET /a /b HTTP/1.1\r\n\r\n",
                                            "GET /metrics HTTP/2\r\n\r\n",
                                            "GET /metrics http/1.1\r\n\r\n",
                                            " \r\n\r\n",
                                            "\r\nGET /metrics HTTP/1.1\r\n\r\n"};
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        enum control_page page = judge(malformed[i]);
        if (!CHECK(page == CONTROL_MALFORMED || page == CONTROL_UNKNOWN) || page == CONTROL_UNKNOWN)
            CHECK(strcmp(malformed[i], "GET  HTTP/1.1\r\n\r\n") == 0); /* an empty path */
    }
}

static void a_head_is_awaited_but_not_for_ever(void)
{
    static const char whole[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    static char endless[CONTROL_HEAD_MAX];
    for (size_t size = 0; size < sizeof whole - 1; size++)
        CHECK(control_judge(whole, size) == CONTROL_UNFINISHED);
    memset(endless, 'x', sizeof endless);
    CHECK(control_judge(endless, sizeof endless - 1) == CONTROL_UNFINISHED);
    CHECK(control_judge(endless, sizeof endless) == CONTROL_MALFORMED);
}

static bool says(const char *text, const char *line)
{
    const char *at = strstr(text, line);
    return at != NULL && (at == text || at[-1] == '\n');
}

static void metrics_are_whole_fives(void)
{
    static char out[METRICS_SIZE_MAX + 1];
    struct metrics metrics = {.is_ready = true,
                              .connections = 4,
                              .requests = 14,
                              .failed_turns = 3,
                              .forwarded = 9,
                              .connections_max = 1021,
                              .staff_places = 64,
                              .refused = 14,
                              .put_out = 4,
                              .snapshot_age_min = 2,
                              .has_cases = true,
                              .door_count = 2,
                              .doors = {{1, 4, 5, 9}, {255, 0, 10, 1}}};
    out[metrics_write(&metrics, out)] = '\0';
    CHECK(says(out, "udvej_ready 1\n") && says(out, "udvej_connections 0\n") && says(out, "udvej_requests_total 10\n"));
    CHECK(says(out, METRICS_FORWARDED "5\n") && says(out, "udvej_forwarded_openings_total 5\n"));
    CHECK(says(out, METRICS_REFUSED "10\n") && says(out, METRICS_PUT_OUT "0\n"));
    CHECK(says(out, "udvej_connections_max 1021\n") && says(out, "udvej_staff_places 64\n"));
    CHECK(says(out, "udvej_turns_failed_total 3\n") && says(out, "udvej_snapshot_age_seconds 120\n"));
    CHECK(says(out, "udvej_cases{door=\"1\",state=\"waiting\"} 0\n"));
    CHECK(says(out, "udvej_cases{door=\"1\",state=\"claimed\"} 5\n"));
    CHECK(says(out, "udvej_cases{door=\"1\",state=\"closed\"} 5\n"));
    CHECK(says(out, "udvej_cases{door=\"255\",state=\"claimed\"} 10\n"));
    CHECK(strcmp(out + strlen(out) - 6, "# EOF\n") == 0);
    metrics.has_cases = false;
    out[metrics_write(&metrics, out)] = '\0';
    CHECK(strstr(out, "udvej_cases") == NULL);
}

static void the_largest_fit(void)
{
    static char out[METRICS_SIZE_MAX];
    struct metrics metrics = {.connections = UINT64_MAX,
                              .requests = UINT64_MAX,
                              .failed_turns = UINT64_MAX,
                              .snapshot_age_min = UINT64_MAX / 60,
                              .has_cases = true,
                              .door_count = METRICS_DOORS_MAX};
    for (size_t i = 0; i < METRICS_DOORS_MAX; i++)
        metrics.doors[i] = (struct metrics_door){255, UINT64_MAX, UINT64_MAX, UINT64_MAX};
    CHECK(metrics_write(&metrics, out) < METRICS_SIZE_MAX / 2);
}

int main(void)
{
    RUN(a_request_is_known_by_its_first_line);
    RUN(a_head_is_awaited_but_not_for_ever);
    RUN(metrics_are_whole_fives);
    RUN(the_largest_fit);
    return check_end();
}
