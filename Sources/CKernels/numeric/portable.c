// Any processor: registers of four.
#define LANES 4
#define ROWS 4
#define KERNELS sepal_portable
#define NAME "portable"
#include "build.h"
