/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loaded before the C library: the wall clock is wrong by as many seconds as stand, eight octets of this machine, in the file that
 * WRONG_CLOCK names. Clocks that only count are right.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *seconds;

__attribute__((constructor)) static void find(void)
{
    const char *name = getenv("WRONG_CLOCK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *map = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, file, 0);
        seconds = map == MAP_FAILED ? NULL : map;
        close(file);
    }
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int) syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && seconds && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += *seconds;
    }
    return result;
}

int gettimeofday(struct timeval *now, void *zone)
{
    struct timespec exact;
    int result = clock_gettime(CLOCK_REALTIME, &exact);
    (void) zone;
    if (result == 0) {
        now->tv_sec = exact.tv_sec;
        now->tv_usec = exact.tv_nsec / 1000;
    }
    return result;
}

time_t time(time_t *copy)
{
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (copy) {
        *copy = exact.tv_sec;
    }
    return exact.tv_sec;
}
