#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "base/io.h"

#define CHUNK_BYTES	(128u << 10)

int
io_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
io_read_all(int fd, size_t max, struct buf *out)
{
	char chunk[8192];
	ssize_t n;
	int r;

	while (max > 0) {
		n = read(fd, chunk, max < sizeof(chunk) ? max : sizeof(chunk));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		if (n == 0)
			break;
		if ((r = buf_append(out, chunk, (size_t)n)) < 0)
			return r;
		max -= (size_t)n;
	}
	return 0;
}

/* Hand a file to `fn` piece by piece. */
static int
each_chunk(int fd, int (*fn)(void *arg, const void *data, size_t len),
    void *arg)
{
	unsigned char *chunk;
	off_t at = 0;
	ssize_t n;
	int r = 0;

	chunk = malloc(CHUNK_BYTES);
	if (chunk == NULL)
		return -ENOMEM;
	while (r == 0) {
		n = pread(fd, chunk, CHUNK_BYTES, at);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			r = -errno;
		if (n <= 0)
			break;
		r = fn(arg, chunk, (size_t)n);
		at += n;
	}
	free(chunk);
	return r;
}

static int
copy_chunk(void *arg, const void *data, size_t len)
{
	return io_write_all(*(const int *)arg, data, len);
}

int
io_copy(int in, int out)
{
	return each_chunk(in, copy_chunk, &out);
}

struct hashing {
	struct sha256_ctx	ctx;
	uint64_t		bytes;
};

static int
hash_chunk(void *arg, const void *data, size_t len)
{
	struct hashing *h = arg;

	sha256_update(&h->ctx, len, data);
	h->bytes += len;
	return 0;
}

static void
hash_end(struct hashing *h, char ret_hex[static IO_SHA256_SIZE])
{
	static const char digit[] = "0123456789abcdef";
	uint8_t sum[SHA256_DIGEST_SIZE];

	sha256_digest(&h->ctx, sizeof(sum), sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		ret_hex[2 * i] = digit[sum[i] >> 4];
		ret_hex[2 * i + 1] = digit[sum[i] & 15];
	}
	ret_hex[2 * sizeof(sum)] = '\0';
}

int
io_sha256(int fd, char ret_hex[static IO_SHA256_SIZE], uint64_t *ret_bytes)
{
	struct hashing h = { .bytes = 0 };
	int r;

	sha256_init(&h.ctx);
	r = each_chunk(fd, hash_chunk, &h);
	if (r < 0)
		return r;
	hash_end(&h, ret_hex);
	*ret_bytes = h.bytes;
	return 0;
}

void
io_sha256_bytes(const void *data, size_t len,
    char ret_hex[static IO_SHA256_SIZE])
{
	struct hashing h = { .bytes = 0 };

	sha256_init(&h.ctx);
	(void)hash_chunk(&h, data, len);
	hash_end(&h, ret_hex);
}

/* A path below a folder, by which nothing is left. */
static bool
stays_below(const char *path)
{
	size_t len;

	for (;; path += len + 1) {
		len = strcspn(path, "/");
		if (len == 0 || len > NAME_MAX ||
		    (len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (path[len] == '\0')
			return true;
	}
}

/* Open the folder `name` in `fd`, made first where it is missing and wanted. */
static int
step_into(int fd, const char *name, mode_t make_mode)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int next, r;

	next = openat(fd, name, flags);
	if (next != -1)
		return next;
	if (errno != ENOENT || make_mode == 0)
		return -errno;
	if (mkdirat(fd, name, make_mode) == -1 && errno != EEXIST)
		return -errno;
	if ((r = io_sync(fd)) < 0)
		return r;
	next = openat(fd, name, flags);
	return next == -1 ? -errno : next;
}

int
io_open_parent(int top, const char *path, mode_t make_mode, int *ret_fd,
    const char **ret_base)
{
	char part[NAME_MAX + 1];
	const char *slash;
	int fd, next;

	if (!stays_below(path))
		return -EINVAL;
	fd = fcntl(top, F_DUPFD_CLOEXEC, 3);
	if (fd == -1)
		return -errno;
	while ((slash = strchr(path, '/')) != NULL) {
		memcpy(part, path, (size_t)(slash - path));
		part[slash - path] = '\0';
		next = step_into(fd, part, make_mode);
		(void)close(fd);
		if (next < 0)
			return next;
		fd = next;
		path = slash + 1;
	}
	*ret_fd = fd;
	*ret_base = path;
	return 0;
}

static int
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	/* One that may only be written is none that can be synced. */
	if (fd == -1)
		return errno == EACCES ? 0 : -errno;
	r = io_sync(fd);
	(void)close(fd);
	return r;
}

/* `path` ends at `len`, and the folder above it at `up`. */
static int
make_folder(char *path, size_t len, size_t up, mode_t mode)
{
	int r;

	path[len] = '\0';
	if (mkdir(path, mode) == -1) {
		r = -errno;
		/* A folder that is there may refuse in more ways than one. */
		return r == -EEXIST || access(path, F_OK) == 0 ? 0 : r;
	}
	path[up > 0 ? up : 1] = '\0';
	return sync_folder(path);
}

int
io_make_folders(const char *path, mode_t mode)
{
	size_t len = strlen(path), up = 0;
	char part[PATH_MAX];
	int r;

	if (len >= sizeof(part))
		return -ENAMETOOLONG;
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		if ((r = make_folder(part, i, up, mode)) < 0)
			return r;
		up = i;
	}
	return 0;
}

int
io_open_read(int top, const char *path, int *ret_fd)
{
	const char *base;
	int dir, fd, r;

	if ((r = io_open_parent(top, path, 0, &dir, &base)) < 0)
		return r;
	fd = openat(dir, base, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);
	r = fd == -1 ? -errno : 0;
	(void)close(dir);
	if (r == 0)
		*ret_fd = fd;
	return r;
}

int
io_open_plain(int dir, const char *path, int flags, int *ret_fd)
{
	struct stat st;
	int fd, r = 0;

	fd = openat(dir, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC |
	    flags);
	/* A link, a socket. */
	if (fd == -1)
		return errno == ELOOP || errno == ENXIO ? -EINVAL : -errno;
	if (fstat(fd, &st) == -1)
		r = -errno;
	else if (!S_ISREG(st.st_mode))
		r = -EINVAL;
	if (r < 0)
		(void)close(fd);
	else
		*ret_fd = fd;
	return r;
}

int
io_sync(int fd)
{
	if (fsync(fd) == 0)
		return 0;
	/* Some network file systems have none for folders. */
	return errno == EINVAL || errno == EROFS ? 0 : -errno;
}
