/** A thread of a crew: makes the jobs of its own from the shared state and serves. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve, type CrewMember, type JobsOf } from './crew.ts';

const member = workerData as CrewMember;
const { jobs } = (await import(member.source)) as { jobs: JobsOf<unknown> };
const own = jobs(member.state);
parentPort!.postMessage('ready');
serve(own, member);
