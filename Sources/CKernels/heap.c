#include "ckernels.h"

#if defined(__GLIBC__)
#include <malloc.h>

void sepal_keep_freed_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
}
#else
void sepal_keep_freed_memory(void) {}
#endif
