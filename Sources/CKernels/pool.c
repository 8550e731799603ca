// Fork-join on persistent threads. Workers spin for a while before they sleep, because consecutive loops of a solver are
// microseconds apart; waking a sleeping thread costs about ten times the join itself.
#include "CKernels.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#else
#define RELAX() atomic_signal_fence(memory_order_seq_cst)
#endif
enum { spins_before_sleep = 2000 };

typedef struct {
    ansatz_pool *pool;
    pthread_t thread;
    long worker;
} ansatz_worker;

struct ansatz_pool {
    long threads;
    ansatz_worker *workers;  // threads - 1 of them; the caller is worker 0
    pthread_mutex_t mutex;
    pthread_cond_t work_arrived;
    pthread_cond_t work_done;
    atomic_flag busy;
    atomic_ulong epoch;  // counts the loops; a change is the signal to start
    atomic_long next;
    atomic_long unfinished;  // workers that have not left the current loop
    atomic_int stopping;
    long count;
    ansatz_task task;
    void *context;
};

static void take_indices(ansatz_pool *pool, long worker) {
    for (;;) {
        long index = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (index >= pool->count) return;
        pool->task(pool->context, index, worker);
    }
}

static void wait_for_epoch(ansatz_pool *pool, unsigned long seen) {
    for (int spin = 0; spin < spins_before_sleep; ++spin) {
        if (atomic_load_explicit(&pool->epoch, memory_order_acquire) != seen) return;
        RELAX();
    }
    pthread_mutex_lock(&pool->mutex);
    while (atomic_load_explicit(&pool->epoch, memory_order_acquire) == seen)
        pthread_cond_wait(&pool->work_arrived, &pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
}

static void *worker_main(void *argument) {
    ansatz_worker *self = argument;
    ansatz_pool *pool = self->pool;
    unsigned long seen = 0;
    for (;;) {
        wait_for_epoch(pool, seen);
        seen += 1;
        if (atomic_load(&pool->stopping)) return NULL;
        take_indices(pool, self->worker);
        if (atomic_fetch_sub_explicit(&pool->unfinished, 1, memory_order_acq_rel) == 1) {
            pthread_mutex_lock(&pool->mutex);
            pthread_cond_signal(&pool->work_done);
            pthread_mutex_unlock(&pool->mutex);
        }
    }
}

static void start_epoch(ansatz_pool *pool) {
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add_explicit(&pool->epoch, 1, memory_order_release);
    pthread_cond_broadcast(&pool->work_arrived);
    pthread_mutex_unlock(&pool->mutex);
}

static void wait_for_workers(ansatz_pool *pool) {
    for (int spin = 0; spin < spins_before_sleep; ++spin) {
        if (atomic_load_explicit(&pool->unfinished, memory_order_acquire) == 0) return;
        RELAX();
    }
    pthread_mutex_lock(&pool->mutex);
    while (atomic_load_explicit(&pool->unfinished, memory_order_acquire) != 0)
        pthread_cond_wait(&pool->work_done, &pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
}

void ansatz_pool_run(ansatz_pool *pool, long count, ansatz_task task, void *context) {
    if (pool->threads == 1 || count < 2 || atomic_flag_test_and_set_explicit(&pool->busy, memory_order_acquire)) {
        for (long index = 0; index < count; ++index) task(context, index, 0);
        return;
    }
    pool->count = count;
    pool->task = task;
    pool->context = context;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    atomic_store_explicit(&pool->unfinished, pool->threads - 1, memory_order_relaxed);
    start_epoch(pool);
    take_indices(pool, 0);
    wait_for_workers(pool);
    atomic_flag_clear_explicit(&pool->busy, memory_order_release);
}

void ansatz_pool_destroy(ansatz_pool *pool) {
    atomic_store(&pool->stopping, 1);
    start_epoch(pool);
    for (long k = 0; k + 1 < pool->threads; ++k) pthread_join(pool->workers[k].thread, NULL);
    pthread_cond_destroy(&pool->work_arrived);
    pthread_cond_destroy(&pool->work_done);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool);
}

ansatz_pool *ansatz_pool_create(long threads) {
    ansatz_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pool->threads = threads;
    pool->workers = calloc((size_t)threads, sizeof *pool->workers);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->work_arrived, NULL);
    pthread_cond_init(&pool->work_done, NULL);
    for (long k = 0; k + 1 < threads; ++k) {
        pool->workers[k] = (ansatz_worker){.pool = pool, .worker = k + 1};
        if (pthread_create(&pool->workers[k].thread, NULL, worker_main, &pool->workers[k]) != 0) {
            // Fewer threads than asked for give the same results.
            pool->threads = k + 1;
            break;
        }
    }
    return pool;
}
