/* A disk that can be asked what it would have kept. Preloaded into a server, this notes every change
 * to the files of one folder in a log, in the order in which it happened, with every sync; what a
 * power cut leaves is worked out from the log by power.py. The calls themselves are done as always.
 *
 *   CRASH_GUARDED  the folder, absolute and without links    CRASH_LOG  the log, outside of it
 *
 * A record: magic, kind, length of the name, length of the content (4 octets each), offset (8), then
 * name and content, in the machine's own byte order. A call that would change a file behind the log's
 * back ends the process. Files that end in -shm are no concern of the disk: they are shared memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE, SYNC, CREATE, REMOVE, RENAME, SYNC_FOLDER };
enum { MAGIC = 0x50435554, FILES = 65536 };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char *names[FILES]; /* of open files in the folder, by descriptor */
static const char *guarded;
static size_t guarded_length;
static int log_file = -1;

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void give_up(const char *why) {
    fprintf(stderr, "power.c: %s\n", why);
    abort();
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CRASH_LOG");
    guarded = getenv("CRASH_GUARDED");
    if (!guarded || !path) return;
    guarded_length = strlen(guarded);
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
    log_file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
    if (log_file < 0) give_up("the log can't be opened");
}

/* The name within the folder ("." for the folder itself), or NULL for what is not our concern. */
static const char *name_of(const char *path) {
    size_t length = path ? strlen(path) : 0;
    if (log_file < 0 || length < guarded_length) return NULL;
    if (strncmp(path, guarded, guarded_length)) return NULL;
    if (length >= 4 && !strcmp(path + length - 4, "-shm")) return NULL;
    if (length == guarded_length) return ".";
    return path[guarded_length] == '/' ? path + guarded_length + 1 : NULL;
}

static const char *name_at(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

/* The caller has the turn, and keeps it until the change itself is made. */
static void note(
    enum kind kind, const char *name, uint64_t offset, const void *content, size_t length) {
    uint32_t head[4] = {MAGIC, kind, (uint32_t)strlen(name), (uint32_t)length};
    struct iovec parts[4] = {{head, sizeof head}, {&offset, sizeof offset},
        {(void *)name, head[2]}, {(void *)content, length}};
    ssize_t all = (ssize_t)(sizeof head + sizeof offset + head[2] + length);
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    if (real(log_file, parts, 4) != all) give_up("the log can't be written");
}

static int opened(int file, const char *path, int flags, int was_there) {
    const char *name = name_of(path);
    int error = errno;
    if (file < 0 || file >= FILES) return file;
    pthread_mutex_lock(&turn);
    free(names[file]);
    names[file] = name ? strdup(name) : NULL;
    if (name && !was_there) note(CREATE, name, 0, "", 0);
    else if (name && flags & O_TRUNC) note(TRUNCATE, name, 0, "", 0);
    pthread_mutex_unlock(&turn);
    errno = error;
    return file;
}

static int exists(const char *path) { struct stat found; return !lstat(path, &found); }

#define OPEN(symbol) \
    int symbol(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        int was_there = !(flags & O_CREAT) || exists(path); \
        REAL(int, #symbol, const char *, int, ...); \
        return opened(real(path, flags, mode), path, flags, was_there); \
    }
OPEN(open)
OPEN(open64)

#define OPEN_AT(symbol) \
    int symbol(int folder, const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        int was_there = !(flags & O_CREAT) || !faccessat(folder, path, F_OK, 0); \
        REAL(int, #symbol, int, const char *, int, ...); \
        return opened(real(folder, path, flags, mode), path, flags, was_there); \
    }
OPEN_AT(openat)
OPEN_AT(openat64)

int close(int file) {
    REAL(int, "close", int);
    pthread_mutex_lock(&turn);
    if (name_at(file)) { free(names[file]); names[file] = NULL; }
    pthread_mutex_unlock(&turn);
    return real(file);
}

#define PWRITE(symbol) \
    ssize_t symbol(int file, const void *content, size_t length, off_t offset) { \
        REAL(ssize_t, #symbol, int, const void *, size_t, off_t); \
        if (!name_at(file)) return real(file, content, length, offset); \
        pthread_mutex_lock(&turn); \
        note(WRITE, name_at(file), (uint64_t)offset, content, length); \
        ssize_t done = real(file, content, length, offset); \
        if (done != (ssize_t)length) give_up("a write was done in part"); \
        pthread_mutex_unlock(&turn); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int file, const void *content, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!name_at(file)) return real(file, content, length);
    pthread_mutex_lock(&turn);
    off_t offset = lseek(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    note(WRITE, name_at(file), (uint64_t)offset, content, length);
    ssize_t done = real(file, content, length);
    if (done != (ssize_t)length) give_up("a write was done in part");
    pthread_mutex_unlock(&turn);
    return done;
}

/* A change that is noted and then made, all in one turn. */
#define NOTED(symbol, guarded_name, kind, offset, content, parameters, types, arguments) \
    int symbol parameters { \
        REAL(int, #symbol, types); \
        if (!(guarded_name)) return real arguments; \
        pthread_mutex_lock(&turn); \
        note(kind, guarded_name, offset, content, strlen(content)); \
        int done = real arguments; \
        pthread_mutex_unlock(&turn); \
        return done; \
    }
#define TYPES(...) __VA_ARGS__
#define FTRUNCATE(symbol) \
    NOTED(symbol, name_at(file), TRUNCATE, (uint64_t)length, "", (int file, off_t length), \
        TYPES(int, off_t), (file, length))
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)
NOTED(unlink, exists(path) ? name_of(path) : NULL, REMOVE, 0, "", (const char *path),
    TYPES(const char *), (path))
NOTED(rename, name_of(old), RENAME, 0, name_of(new) ? name_of(new) : "",
    (const char *old, const char *new), TYPES(const char *, const char *), (old, new))

/* A sync is noted before it is begun: what is written meanwhile does not count as synced. */
static int synced(int file, int (*real)(int)) {
    struct stat found;
    pthread_mutex_lock(&turn);
    int folder = !fstat(file, &found) && S_ISDIR(found.st_mode);
    if (name_at(file)) note(folder ? SYNC_FOLDER : SYNC, name_at(file), 0, "", 0);
    pthread_mutex_unlock(&turn);
    return real(file);
}
int fsync(int file) { REAL(int, "fsync", int); return synced(file, real); }
int fdatasync(int file) { REAL(int, "fdatasync", int); return synced(file, real); }

/* What this disk doesn't know. */
#define UNKNOWN(symbol, type, in_the_way, parameters, types, arguments) \
    type symbol parameters { \
        REAL(type, #symbol, types); \
        if (in_the_way) give_up(#symbol " is not noted"); \
        return real arguments; \
    }
UNKNOWN(writev, ssize_t, name_at(file), (int file, const struct iovec *parts, int count),
    TYPES(int, const struct iovec *, int), (file, parts, count))
UNKNOWN(pwritev, ssize_t, name_at(file), (int file, const struct iovec *parts, int count, off_t at),
    TYPES(int, const struct iovec *, int, off_t), (file, parts, count, at))
UNKNOWN(posix_fallocate, int, name_at(file), (int file, off_t offset, off_t length),
    TYPES(int, off_t, off_t), (file, offset, length))
UNKNOWN(truncate, int, name_of(path), (const char *path, off_t length),
    TYPES(const char *, off_t), (path, length))
UNKNOWN(link, int, name_of(old), (const char *old, const char *new),
    TYPES(const char *, const char *), (old, new))
#define MMAP(symbol) \
    UNKNOWN(symbol, void *, name_at(file) && (flags & MAP_SHARED) && (allowed & PROT_WRITE), \
        (void *at, size_t length, int allowed, int flags, int file, off_t offset), \
        TYPES(void *, size_t, int, int, int, off_t), (at, length, allowed, flags, file, offset))
MMAP(mmap)
MMAP(mmap64)
