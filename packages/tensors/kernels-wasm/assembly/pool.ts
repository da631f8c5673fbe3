import { runItem } from './tasks';

/** One job at a time, in shared memory: the caller writes it, opens it, works on it too, closes it,
 * and waits for the threads that joined. Threads that sleep through a short job cost nothing. */
@unmanaged
class Job {
  /** Counts jobs; threads sleep on it. */
  generation: i32;
  /** 1 while items may be taken. */
  open: i32;
  /** Threads that are at work on the job; the caller sleeps on it. */
  active: i32;
  /** The next item that nobody has taken. */
  next: i32;
  items: i32;
  task: i32;
  args: usize;
}

// @ts-ignore: decorator
@inline
function address(job: Job, offset: usize): usize {
  return changetype<usize>(job) + offset;
}

// About 50 µs: longer than the gap between two kernels of a training step, shorter than anyone
// notices on an idle machine.
const SPINS: i32 = 20000;

/** A thread's life: sleeps until a job opens, helps, sleeps again. Never returns; the
 * host ends it. */
export function serve(jobAddress: usize, scratch: usize): void {
  const job = changetype<Job>(jobAddress);
  let seen = 0;
  while (true) {
    seen = awaitJob(job, seen);
    atomic.add<i32>(address(job, offsetof<Job>('active')), 1);
    if (atomic.load<i32>(address(job, offsetof<Job>('open'))) != 0) takeItems(job, scratch);
    if (atomic.sub<i32>(address(job, offsetof<Job>('active')), 1) == 1) atomic.notify(address(job, offsetof<Job>('active')), 1);
  }
}

function awaitJob(job: Job, seen: i32): i32 {
  for (let spin = 0; spin < SPINS; spin++) {
    const generation = atomic.load<i32>(jobGeneration(job));
    if (generation != seen) return generation;
  }
  while (atomic.load<i32>(jobGeneration(job)) == seen) atomic.wait<i32>(jobGeneration(job), seen, -1);
  return atomic.load<i32>(jobGeneration(job));
}

// @ts-ignore: decorator
@inline
function jobGeneration(job: Job): usize {
  return address(job, offsetof<Job>('generation'));
}

function takeItems(job: Job, scratch: usize): void {
  const task = job.task;
  const args = job.args;
  const items = job.items;
  const next = address(job, offsetof<Job>('next'));
  for (let item = atomic.add<i32>(next, 1); item < items; item = atomic.add<i32>(next, 1)) runItem(task, args, item, scratch);
}

/** Runs every item of a task, with the help of the pool's threads. What an item
 * computes must not depend on who runs it. */
export function runShared(jobAddress: usize, task: i32, args: usize, items: i32, scratch: usize): void {
  const job = changetype<Job>(jobAddress);
  job.task = task;
  job.args = args;
  job.items = items;
  atomic.store<i32>(address(job, offsetof<Job>('next')), 0);
  atomic.store<i32>(address(job, offsetof<Job>('open')), 1);
  atomic.add<i32>(jobGeneration(job), 1);
  atomic.notify(jobGeneration(job), -1);
  takeItems(job, scratch);
  atomic.store<i32>(address(job, offsetof<Job>('open')), 0);
  awaitIdle(address(job, offsetof<Job>('active')));
}

function awaitIdle(active: usize): void {
  for (let spin = 0; spin < SPINS; spin++) if (atomic.load<i32>(active) == 0) return;
  for (let busy = atomic.load<i32>(active); busy != 0; busy = atomic.load<i32>(active)) atomic.wait<i32>(active, busy, -1);
}

/** Runs every item on the calling thread alone. */
export function runAlone(task: i32, args: usize, items: i32, scratch: usize): void {
  for (let item = 0; item < items; item++) runItem(task, args, item, scratch);
}
