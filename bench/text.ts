/** What people read of any measurement. */
import type { Conditions } from './results.ts';

export function conditionsText({ machine, versions, device }: Conditions): string {
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return lines(
    `${machine.cores} × ${machine.processor}, load ${machine.load.toFixed(2)}${busy(machine)}`,
    software.join(', '),
    `Caelum on: ${device}`,
  );
}

/** Other work slows contestants down unequally: threads that wait for each other suffer most. */
function busy({ load, cores }: Conditions['machine']): string {
  return load > cores / 4
    ? ': busy with other work, so times and ratios are not to be trusted'
    : '';
}

export function lines(...texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
