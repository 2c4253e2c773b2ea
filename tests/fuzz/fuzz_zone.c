/* Any octets as a file of a time zone. Whatever is accepted says something for every minute, and comes to an end. */
#include <stddef.h>
#include <stdint.h>

#include "zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STRETCHES = ZONE_CHANGES_MAX + 300, DAY_MIN = 24 * 60 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct zone zone;
    uint64_t at = 0;
    if (zone_read(&zone, data, size) != OK)
        return 0;
    invariant(zone.change_count >= 1 && zone.change_count <= ZONE_CHANGES_MAX);
    for (int i = 0; i < STRETCHES && at < UINT32_MAX; i++) {
        struct zone_stretch stretch = zone_at(&zone, (uint32_t)at);
        invariant(stretch.until_min > at && stretch.offset_min > -26 * 60 && stretch.offset_min < 26 * 60);
        at = stretch.until_min;
    }
    (void)zone_at(&zone, UINT32_MAX);
    return 0;
}
