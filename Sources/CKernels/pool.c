// Fork-join on persistent threads. Workers spin for a while before they sleep, because consecutive loops of a solver are
// microseconds apart; waking a sleeping thread costs about ten times the join itself.
//
// A worker enters a loop while it is open and is counted; the caller closes the loop when no index is left and waits only for
// those who entered. So a thread that the system does not run at the moment (a busy machine) delays nobody.
#include "CKernels.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#else
#define RELAX() atomic_signal_fence(memory_order_seq_cst)
#endif
enum { spins_before_sleep = 2000 };

// The state in one word: number of the loop, whether it is open, how many workers are inside.
enum { inside_mask = 0x7fff, open_bit = 0x8000, loop_unit = 0x10000 };

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
    atomic_int stopping;
    atomic_long sleepers;
    atomic_int caller_sleeps;
    _Alignas(64) atomic_ullong state;
    _Alignas(64) atomic_long next;
    // Written by the caller while the loop is closed and nobody is inside.
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

static int is_new_loop(unsigned long long state, unsigned long long seen) {
    return (state & open_bit) && state / loop_unit != seen;
}

static int should_wake(ansatz_pool *pool, unsigned long long seen) {
    return is_new_loop(atomic_load(&pool->state), seen) || atomic_load(&pool->stopping);
}

static void wait_for_work(ansatz_pool *pool, unsigned long long seen) {
    for (int spin = 0; spin < spins_before_sleep; ++spin) {
        if (should_wake(pool, seen)) return;
        RELAX();
    }
    pthread_mutex_lock(&pool->mutex);
    // Announced before the last look: the caller opens the loop first and looks for sleepers afterwards.
    atomic_fetch_add(&pool->sleepers, 1);
    while (!should_wake(pool, seen)) pthread_cond_wait(&pool->work_arrived, &pool->mutex);
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->mutex);
}

/// Enters the open loop and returns 1, or returns 0 because there is none any more.
static int enter(ansatz_pool *pool, unsigned long long *seen) {
    unsigned long long state = atomic_load(&pool->state);
    while (is_new_loop(state, *seen)) {
        if (atomic_compare_exchange_weak(&pool->state, &state, state + 1)) {
            *seen = state / loop_unit;
            return 1;
        }
    }
    return 0;
}

static void leave(ansatz_pool *pool) {
    unsigned long long state = atomic_fetch_sub(&pool->state, 1) - 1;
    if ((state & inside_mask) == 0 && atomic_load(&pool->caller_sleeps)) {
        pthread_mutex_lock(&pool->mutex);
        pthread_cond_signal(&pool->work_done);
        pthread_mutex_unlock(&pool->mutex);
    }
}

static void *worker_main(void *argument) {
    ansatz_worker *self = argument;
    ansatz_pool *pool = self->pool;
    unsigned long long seen = 0;
    for (;;) {
        wait_for_work(pool, seen);
        if (atomic_load(&pool->stopping)) return NULL;
        if (enter(pool, &seen)) {
            take_indices(pool, self->worker);
            leave(pool);
        }
    }
}

static void wake_sleepers(ansatz_pool *pool) {
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->work_arrived);
    pthread_mutex_unlock(&pool->mutex);
}

static void wait_for_workers(ansatz_pool *pool) {
    for (int spin = 0; spin < spins_before_sleep; ++spin) {
        if ((atomic_load(&pool->state) & inside_mask) == 0) return;
        RELAX();
    }
    pthread_mutex_lock(&pool->mutex);
    atomic_store(&pool->caller_sleeps, 1);
    while ((atomic_load(&pool->state) & inside_mask) != 0) pthread_cond_wait(&pool->work_done, &pool->mutex);
    atomic_store(&pool->caller_sleeps, 0);
    pthread_mutex_unlock(&pool->mutex);
}

void ansatz_pool_run(ansatz_pool *pool, long count, ansatz_task task, void *context) {
    if (pool->threads == 1 || count < 2 || atomic_flag_test_and_set(&pool->busy)) {
        for (long index = 0; index < count; ++index) task(context, index, 0);
        return;
    }
    pool->count = count;
    pool->task = task;
    pool->context = context;
    atomic_store(&pool->next, 0);
    atomic_fetch_add(&pool->state, loop_unit + open_bit);
    wake_sleepers(pool);
    take_indices(pool, 0);
    atomic_fetch_sub(&pool->state, open_bit);
    wait_for_workers(pool);
    atomic_flag_clear(&pool->busy);
}

void ansatz_pool_destroy(ansatz_pool *pool) {
    atomic_store(&pool->stopping, 1);
    wake_sleepers(pool);
    for (long k = 0; k + 1 < pool->threads; ++k) pthread_join(pool->workers[k].thread, NULL);
    pthread_cond_destroy(&pool->work_arrived);
    pthread_cond_destroy(&pool->work_done);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->workers);
    free(pool);
}

ansatz_pool *ansatz_pool_create(long threads) {
    ansatz_pool *pool;
    if (posix_memalign((void **)&pool, 64, sizeof *pool) != 0) return NULL;
    *pool = (ansatz_pool){.threads = threads, .busy = ATOMIC_FLAG_INIT};
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
