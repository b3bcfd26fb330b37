// Times this machine's products of matrices: Sepal's kernels, OpenBLAS and oneDNN, each on one thread,
// two at the same time, on the shapes of SAM's encoder and decoder. In GFLOP/s of both together.
//
//   apt-get install libopenblas-dev libdnnl-dev
//   cc -O2 -I../../Sources/CKernels/include matmul.c ../../Sources/CKernels/numeric/*.c \
//     -o matmul -ldnnl -lopenblas -lgomp -lpthread -lm && OPENBLAS_NUM_THREADS=1 ./matmul
//
// The kernels are built with clang (`CC=clang`); oneDNN's weights are packed beforehand, as ours.
#include <cblas.h>
#include <dnnl.h>
#include <omp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "numeric.h"

enum method { ours_f32, openblas_f32, onednn_f32, ours_bf16, onednn_bf16, methods };
static const char *names[] = {"ours f32", "OpenBLAS f32", "oneDNN f32", "ours bf16", "oneDNN bf16"};

struct work {
  enum method method;
  long m, n, k;
  double speed;
};

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void *room(long bytes) {
  void *memory = aligned_alloc(64, (size_t)(bytes + 127) / 64 * 64);
  if (!memory) exit(1);
  memset(memory, 0, (size_t)bytes);
  return memory;
}

static void check(dnnl_status_t status) {
  if (status != dnnl_success) {
    fprintf(stderr, "oneDNN: status %d\n", (int)status);
    exit(1);
  }
}

struct onednn {
  dnnl_stream_t stream;
  dnnl_primitive_t primitive;
  dnnl_exec_arg_t arguments[3];
};

static struct onednn prepare(struct work *work, void *a, void *c) {
  struct onednn x;
  dnnl_engine_t engine;
  check(dnnl_engine_create(&engine, dnnl_cpu, 0));
  check(dnnl_stream_create(&x.stream, engine, dnnl_stream_default_flags));
  dnnl_data_type_t type = work->method == onednn_bf16 ? dnnl_bf16 : dnnl_f32;
  dnnl_dims_t left = {work->m, work->k}, right = {work->k, work->n}, sums = {work->m, work->n};
  dnnl_memory_desc_t source, weights, target;
  check(dnnl_memory_desc_init_by_tag(&source, 2, left, type, dnnl_ab));
  check(dnnl_memory_desc_init_by_tag(&weights, 2, right, type, dnnl_format_tag_any));
  check(dnnl_memory_desc_init_by_tag(&target, 2, sums, dnnl_f32, dnnl_ab));
  dnnl_matmul_desc_t product;
  check(dnnl_matmul_desc_init(&product, &source, &weights, NULL, &target));
  dnnl_primitive_desc_t chosen;
  check(dnnl_primitive_desc_create(&chosen, &product, NULL, engine, NULL));
  check(dnnl_primitive_create(&x.primitive, chosen));
  const dnnl_memory_desc_t *packed = dnnl_primitive_desc_query_md(chosen, dnnl_query_weights_md, 0);
  void *b = room((long)dnnl_memory_desc_get_size(packed));
  dnnl_memory_t memories[3];
  check(dnnl_memory_create(&memories[0], &source, engine, a));
  check(dnnl_memory_create(&memories[1], packed, engine, b));
  check(dnnl_memory_create(&memories[2], &target, engine, c));
  const int places[] = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST};
  for (int i = 0; i < 3; i++) x.arguments[i] = (dnnl_exec_arg_t){places[i], memories[i]};
  return x;
}

static void *run(void *argument) {
  struct work *work = argument;
  long m = work->m, n = work->n, k = work->k, panels = (n + 47) / 48;
  omp_set_num_threads(1);
  float *a = room(4 * m * k), *b = room(4 * k * panels * 48), *c = room(4 * m * n);
  struct sepal_right packed = {b, 48, (size_t)(48 * k)}, packed_bf16 = {b, 48, (size_t)(24 * k)};
  struct onednn other;
  if (work->method == onednn_f32 || work->method == onednn_bf16) other = prepare(work, a, c);
  double start = seconds();
  long rounds = 0;
  for (; seconds() - start < 0.5; rounds++) {
    switch (work->method) {
      case ours_f32:
        sepal_matmul(m, n, k, a, k, 1, packed, sepal_start_zero, NULL, c, n);
        break;
      case ours_bf16:
        sepal_matmul_bf16(m, n, k, (uint16_t *)a, k, packed_bf16, sepal_start_zero, NULL, c, n);
        break;
      case openblas_f32:
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
        break;
      default:
        check(dnnl_primitive_execute(other.primitive, other.stream, 3, other.arguments));
    }
  }
  work->speed = 2e-9 * m * n * k * rounds / (seconds() - start);
  return NULL;
}

int main(void) {
  const long shapes[][3] = {
      {192, 2304, 768}, {128, 3072, 768}, {128, 768, 3072}, {64, 4096, 64},  // the encoder's
      {128, 48, 256},   {128, 256, 48},   {128, 64, 256},   {16, 2048, 256}, // the decoder's
  };
  printf("%-16s", "m×n×k");
  for (int method = 0; method < methods; method++) printf("%14s", names[method]);
  printf("\n");
  for (size_t shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
    printf("%4ld×%4ld×%4ld  ", shapes[shape][0], shapes[shape][1], shapes[shape][2]);
    for (int method = 0; method < methods; method++) {
      struct work works[2];
      pthread_t threads[2];
      for (int i = 0; i < 2; i++) {
        works[i] = (struct work){method, shapes[shape][0], shapes[shape][1], shapes[shape][2], 0};
        pthread_create(&threads[i], NULL, run, &works[i]);
      }
      for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
      printf("%14.0f", works[0].speed + works[1].speed);
    }
    printf("\n");
  }
}
