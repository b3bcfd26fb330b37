#include "ckernels.h"

#if defined(__GLIBC__)
#include <malloc.h>

void sepal_keep_freed_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  // The most that glibc accepts.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
}
#else
void sepal_keep_freed_memory(void) {}
#endif
