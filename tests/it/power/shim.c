/* Writes down what a program does to the files below a folder, with the bytes, and what it says.
 *
 * Preloaded: POWER_ROOT is the folder, POWER_TRACE the file that the records are appended to.
 * A record is one line of words, then as many raw bytes as its last word says:
 *
 *     open PID FD FLAGS new|old LENGTH     the bytes are the path; FLAGS has a t if it truncates
 *     close PID FD 0
 *     write PID FD OFFSET LENGTH
 *     cut PID FD SIZE 0                    ftruncate
 *     sync PID FD 0                        fsync or fdatasync, once it is done
 *     mkdir PID LENGTH, unlink PID LENGTH
 *     rename PID LENGTH, link PID LENGTH   two paths with a NUL between them
 *     said PID LENGTH                      bytes for standard output
 *
 * POWER_FULL_AFTER=N makes the disk full once so many writes are done; POWER_READ_ONLY=1 makes it
 * one that can't be written at all.
 *
 * One lock covers each call and its record: the order of records is an order of events.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 1024

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int trace = -1;
static char root[PATH_MAX];
static char followed[FDS];
static long room = -1;
static int is_read_only;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("POWER_TRACE"), *below = getenv("POWER_ROOT");
    if (!path || !below) return;
    snprintf(root, sizeof root, "%s", below);
    const char *full = getenv("POWER_FULL_AFTER");
    if (full) room = atol(full);
    is_read_only = getenv("POWER_READ_ONLY") != NULL;
    trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* The absolute path, if it lies below the folder. */
static int is_below(const char *path, char *whole) {
    if (trace < 0) return 0;
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return 0;
        if (snprintf(whole, PATH_MAX, "%s/%s", here, path) >= PATH_MAX) return 0;
    }
    size_t length = strlen(root);
    return strncmp(whole, root, length) == 0 && (whole[length] == '/' || whole[length] == 0);
}

static void record(const void *bytes, size_t length, const char *words, ...) {
    char head[256];
    va_list values;
    va_start(values, words);
    int used = vsnprintf(head, sizeof head, words, values);
    va_end(values);
    used += snprintf(head + used, sizeof head - used, " %zu\n", length);
    struct iovec parts[2] = {{head, used}, {(void *)bytes, length}};
    /* A record that is cut short would make nonsense of all that follow. */
    if (syscall(SYS_writev, trace, parts, 2) != (long)(used + length)) abort();
}

/* Whether this write finds no room; asked once for each. */
static int is_full(void) {
    if (room < 0) return 0;
    if (room > 0) {
        room--;
        return 0;
    }
    errno = ENOSPC;
    return 1;
}

static int is_followed(int fd) { return trace >= 0 && fd >= 0 && fd < FDS && followed[fd]; }

static int opened(int fd, const char *whole, int flags, int was_there) {
    if (fd >= FDS) abort();
    if (fd >= 0) {
        followed[fd] = 1;
        record(whole, strlen(whole), "open %d %d %s %s", getpid(), fd, flags & O_TRUNC ? "t" : "-",
               was_there ? "old" : "new");
    }
    return fd;
}

#define OPEN(name, before, arguments)                                        \
    {                                                                        \
        mode_t mode = 0;                                                     \
        if (flags & (O_CREAT | O_TMPFILE)) {                                 \
            va_list values;                                                  \
            va_start(values, flags);                                         \
            mode = va_arg(values, mode_t);                                   \
            va_end(values);                                                  \
        }                                                                    \
        char whole[PATH_MAX];                                                \
        if (!(before) || !is_below(path, whole)) return REAL(name) arguments;\
        pthread_mutex_lock(&lock);                                           \
        struct stat found;                                                   \
        int was_there = stat(whole, &found) == 0;                            \
        int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_TRUNC);   \
        int is_told = was_there && (flags & O_EXCL);                         \
        if (is_read_only && !is_told && (writes || (!was_there && (flags & O_CREAT)))) { \
            pthread_mutex_unlock(&lock);                                     \
            errno = was_there || (flags & O_CREAT) ? EROFS : ENOENT;         \
            return -1;                                                       \
        }                                                                    \
        int fd = REAL(name) arguments;                                       \
        int error = errno;                                                   \
        opened(fd, whole, flags, was_there);                                 \
        pthread_mutex_unlock(&lock);                                         \
        errno = error;                                                       \
        return fd;                                                           \
    }

int open(const char *path, int flags, ...) OPEN(open, 1, (path, flags, mode))
int open64(const char *path, int flags, ...) OPEN(open64, 1, (path, flags, mode))
int openat(int at, const char *path, int flags, ...)
    OPEN(openat, at == AT_FDCWD || path[0] == '/', (at, path, flags, mode))
int openat64(int at, const char *path, int flags, ...)
    OPEN(openat64, at == AT_FDCWD || path[0] == '/', (at, path, flags, mode))

int close(int fd) {
    if (!is_followed(fd)) return REAL(close)(fd);
    pthread_mutex_lock(&lock);
    followed[fd] = 0;
    record("", 0, "close %d %d", getpid(), fd);
    int done = REAL(close)(fd);
    pthread_mutex_unlock(&lock);
    return done;
}

static void wrote(int fd, const void *bytes, long long at, ssize_t length) {
    int error = errno;
    if (length > 0) record(bytes, (size_t)length, "write %d %d %lld", getpid(), fd, at);
    errno = error;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    int is_said = trace >= 0 && fd == STDOUT_FILENO;
    if (!is_said && !is_followed(fd)) return REAL(write)(fd, bytes, length);
    pthread_mutex_lock(&lock);
    ssize_t done;
    if (is_said) {
        /* Written down first: it counts from the instant at which somebody could read it. */
        record(bytes, length, "said %d", getpid());
        done = REAL(write)(fd, bytes, length);
    } else {
        done = is_full() ? -1 : REAL(write)(fd, bytes, length);
        int error = errno;
        long long end = lseek(fd, 0, SEEK_CUR);
        errno = error;
        wrote(fd, bytes, end - (long long)done, done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

#define PWRITE(name)                                               \
    {                                                              \
        if (!is_followed(fd)) return REAL(name)(fd, bytes, length, at); \
        pthread_mutex_lock(&lock);                                 \
        ssize_t done = is_full() ? -1 : REAL(name)(fd, bytes, length, at); \
        wrote(fd, bytes, at, done);                                \
        pthread_mutex_unlock(&lock);                               \
        return done;                                               \
    }

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) PWRITE(pwrite)
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) PWRITE(pwrite64)

/* What would change files without being written down. */
static int refuse(int fd) {
    if (is_followed(fd)) abort();
    return 0;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    refuse(fd);
    if (trace >= 0 && fd == STDOUT_FILENO) abort();
    return REAL(writev)(fd, parts, count);
}
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t length, unsigned flags) {
    refuse(to);
    return REAL(copy_file_range)(from, at, to, to_at, length, flags);
}
int fallocate(int fd, int mode, off_t at, off_t length) {
    refuse(fd);
    return REAL(fallocate)(fd, mode, at, length);
}
int posix_fallocate(int fd, off_t at, off_t length) {
    refuse(fd);
    return REAL(posix_fallocate)(fd, at, length);
}

#define CUT(name)                                                              \
    {                                                                          \
        if (!is_followed(fd)) return REAL(name)(fd, size);                     \
        pthread_mutex_lock(&lock);                                             \
        int done = REAL(name)(fd, size);                                       \
        if (done == 0) record("", 0, "cut %d %d %lld", getpid(), fd, (long long)size); \
        pthread_mutex_unlock(&lock);                                           \
        return done;                                                           \
    }

int ftruncate(int fd, off_t size) CUT(ftruncate)
int ftruncate64(int fd, off64_t size) CUT(ftruncate64)

#define SYNC(name)                                                  \
    {                                                               \
        if (!is_followed(fd)) return REAL(name)(fd);                \
        pthread_mutex_lock(&lock);                                  \
        int done = REAL(name)(fd);                                  \
        if (done == 0) record("", 0, "sync %d %d", getpid(), fd);   \
        pthread_mutex_unlock(&lock);                                \
        return done;                                                \
    }

int fsync(int fd) SYNC(fsync)
int fdatasync(int fd) SYNC(fdatasync)

#define NAMED(name, word, arguments)                                          \
    {                                                                         \
        char whole[PATH_MAX];                                                 \
        if (!is_below(path, whole)) return REAL(name) arguments;              \
        if (is_read_only) {                                                   \
            struct stat found;                                                \
            int was_there = stat(whole, &found) == 0;                         \
            errno = !was_there ? EROFS : word[0] == 'm' ? EEXIST : EROFS;     \
            return -1;                                                        \
        }                                                                     \
        pthread_mutex_lock(&lock);                                            \
        int done = REAL(name) arguments;                                      \
        if (done == 0) record(whole, strlen(whole), word " %d", getpid());    \
        pthread_mutex_unlock(&lock);                                          \
        return done;                                                          \
    }

int unlink(const char *path) NAMED(unlink, "unlink", (path))
int mkdir(const char *path, mode_t mode) NAMED(mkdir, "mkdir", (path, mode))

#define TWICE(name, word, arguments)                                          \
    {                                                                         \
        char both[2 * PATH_MAX], whole[PATH_MAX];                             \
        if (!is_below(from, both) || !is_below(to, whole)) return REAL(name) arguments; \
        if (is_read_only) {                                                   \
            errno = EROFS;                                                    \
            return -1;                                                        \
        }                                                                     \
        pthread_mutex_lock(&lock);                                            \
        int done = REAL(name) arguments;                                      \
        size_t first = strlen(both) + 1;                                      \
        strcpy(both + first, whole);                                          \
        if (done == 0) record(both, first + strlen(whole), word " %d", getpid()); \
        pthread_mutex_unlock(&lock);                                          \
        return done;                                                          \
    }

int rename(const char *from, const char *to) TWICE(rename, "rename", (from, to))
int link(const char *from, const char *to) TWICE(link, "link", (from, to))
int linkat(int at, const char *from, int to_at, const char *to, int flags)
    TWICE(linkat, "link", (at, from, to_at, to, flags))
