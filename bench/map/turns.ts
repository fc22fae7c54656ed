/** Maps made in turns: Caelum's of each number of points, and the peers' of the first. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpy } from '../../pipeline/files/npy.ts';
import { takeTurns } from '../rounds.ts';
import { temporaryFolder } from '../temporary.ts';
import { makeMap, type CaelumTurn } from './caelum.ts';
import { firstLatents, type Latents } from './latents.ts';
import type { MapContest } from './measure.ts';
import type { Peer } from './peers.ts';
import type { MapTask, MapTurn } from './task.ts';
import { turnText } from './text.ts';

export interface MapTurns {
  /** For each number of points, Caelum's turns in the order of the rounds. */
  readonly ours: readonly (readonly CaelumTurn[])[];
  /** For each peer, its turns. */
  readonly theirs: readonly (readonly MapTurn[])[];
}

/** @param write is told of every turn, since together they take minutes */
export async function takeAllTurns(
  contest: MapContest,
  latents: Latents,
  peers: readonly Peer[],
  write: (text: string) => void,
): Promise<MapTurns> {
  const { points, rounds, contestants } = contest;
  const tasks = writeTasks(contest, latents);
  const told = async <Turn extends MapTurn>(title: string, count: number, turn: Promise<Turn>) => {
    const made = await turn;
    write(turnText(title, count, made.seconds));
    return made;
  };
  const ours = tasks.map((task, i) => () => told(contestants[0], points[i], makeMap(task)));
  const theirs = peers.map(
    ({ title, turn }) =>
      () =>
        told(title, points[0], turn(tasks[0])),
  );
  const turns = await takeTurns<MapTurn>([...ours, ...theirs], rounds);
  return {
    ours: turns.slice(0, ours.length) as CaelumTurn[][],
    theirs: turns.slice(ours.length),
  };
}

/** Writes the latents of each number of points where every contestant can read them. */
function writeTasks({ points, perplexity, iterations }: MapContest, latents: Latents): MapTask[] {
  const folder = temporaryFolder();
  return points.map((count) => {
    const path = join(folder, `latents-${count}.npy`);
    const data = firstLatents(latents, count).points;
    writeFileSync(path, encodeNpy({ shape: [count, latents.dimensions], data }));
    return { latents: path, map: join(folder, `map-${count}.npy`), perplexity, iterations };
  });
}
