/** The peers of the map: scikit-learn and openTSNE, in one Python. */
import { join } from 'node:path';
import { pythonPath, PythonScript, whyNot } from '../python.ts';
import { readMap, type MapTask, type MapTurn } from './task.ts';

/** What peers.py says of itself. */
interface Greeting {
  /** Versions of those that there are. */
  readonly packages: Readonly<Record<string, string>>;
  /** Why the others cannot be imported. */
  readonly missing: Readonly<Record<string, string>>;
  readonly threads: number;
}

export interface Peer {
  /** `scikit-learn 1.9.1, 2 threads` */
  readonly title: string;
  readonly turn: (task: MapTask) => Promise<MapTurn>;
}

export interface Peers {
  readonly peers: readonly Peer[];
  /** Why those that take no part do not, one sentence each. */
  readonly missing: readonly string[];
  readonly close: () => Promise<void>;
}

const HINT = '$CAELUM_PYTHON names another Python';

export async function startPeers(): Promise<Peers> {
  const reason = whyNot('import numpy');
  if (reason !== null) {
    const sentence = `${pythonPath()} has no NumPy, scikit-learn or openTSNE (${reason}); ${HINT}`;
    return { peers: [], missing: [sentence], close: () => Promise.resolve() };
  }
  const script = new PythonScript(
    'scikit-learn or openTSNE',
    join(import.meta.dirname, 'peers.py'),
    [],
  );
  const { packages, missing, threads } = await script.answer<Greeting>();
  return {
    peers: Object.entries(packages).map(([name, version]) => ({
      title: `${name} ${version}, ${threads} threads`,
      turn: async (task) => {
        const answer = await script.ask<Omit<MapTurn, 'positions'>>({ package: name, ...task });
        return { ...answer, positions: readMap(task) };
      },
    })),
    missing: Object.entries(missing).map(
      ([name, why]) => `${pythonPath()} has no ${name} (${why}); ${HINT}`,
    ),
    close: () => script.close(),
  };
}
