/** What a person or a program sees while a run goes on: bars on a terminal, lines elsewhere, or JSON. */
import { stdout } from 'node:process';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Metrics, Variants } from './contract.ts';
import { measureTables } from './measureTable.ts';
import { variantTable } from './variants/table.ts';

export interface Report {
  /** A stage begins. */
  stage(title: string): void;
  /** `done` of `total` in the present stage; `detail` is a short phrase, such as the present loss. */
  progress(done: number, total: number, unit: string, detail?: string): void;
  /** The present stage ended. */
  finished(title: string, seconds: number): void;
  /** Something worth a line. */
  note(text: string): void;
  /** The end of the run. */
  summary(summary: Summary): void;
  /** Nothing more will come: a bar that is still drawn would keep the process alive. */
  close(): void;
}

export interface Summary {
  readonly metrics: Metrics;
  /** Those that ran. */
  readonly stages: readonly {
    readonly name: string;
    readonly title: string;
    readonly seconds: number;
  }[];
  /** Smaller variants of the models, and how fast each is; null where none were asked for. */
  readonly variants: MeasuredVariants | null;
  /** Path of `viewer.html`; null where there is none. */
  readonly page: string | null;
}

export interface MeasuredVariants extends Variants {
  /** Images a second by `float32.encode`, `float32.decode`, … */
  readonly speeds: Readonly<Record<string, number>>;
}

export function createReport(json: boolean): Report {
  if (json) return new JsonReport();
  return stdout.isTTY ? new TerminalReport() : new PlainReport();
}

/** `95` → `1 min 35 s` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Guesses the time left from how the present stage went so far. */
class Pace {
  private first: { readonly time: number; readonly done: number } | null = null;
  private before = 0;

  left(done: number, total: number): string {
    const time = performance.now();
    // From the first report on, since a stage may prepare for a while before it makes progress; and anew
    // where it begins with the next of several things.
    if (this.first === null || done < this.before) this.first = { time, done };
    this.before = done;
    const elapsed = (time - this.first.time) / 1000;
    const made = done - this.first.done;
    return elapsed > 0.5 && done < total
      ? `${duration((elapsed * (total - done)) / made)} left`
      : '';
  }
}

/** Width of the summary in characters: a terminal of the usual size takes it. */
const COLUMNS = 80;

function line(text = ''): void {
  stdout.write(`${text}\n`);
}

function clearLine(): void {
  stdout.write('\r\x1b[K');
}

/** Measures, times and where the page is, for people. */
function writeSummary({ metrics, stages, variants, page }: Summary): void {
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  for (const row of measureTables(metrics, COLUMNS)) line(row);
  line();
  line(' In brackets: 95 % intervals. ↑ more is better, ↓ less is. What each measure means:');
  line(' in metrics.json, and on the page under Measures.');
  line();
  if (variants) {
    for (const row of variantTable(variants, variants.speeds)) line(row);
    line();
  }
  if (stages.length > 0) line(`All stages took ${duration(seconds)}.`);
  if (page === null) return;
  line('Open this in a browser:');
  line(page);
}

class TerminalReport implements Report {
  private bars: MultiBar | null = null;
  private bar: SingleBar | null = null;
  private title = '';
  private pace = new Pace();

  constructor() {
    // A bar hides the cursor; whoever ends the process gets it back.
    process.once('exit', () => {
      this.clear();
    });
  }

  stage(title: string): void {
    this.title = title;
    this.pace = new Pace();
    stdout.write(`${title.padEnd(10)} …`);
  }

  progress(done: number, total: number, unit: string, detail = ''): void {
    if (!this.bars) clearLine();
    this.bars ??= new MultiBar(
      {
        format: '{title} {bar} {value}/{total} {unit}  {left}  {detail}',
        hideCursor: true,
        clearOnComplete: true,
        barsize: 16,
        autopadding: true,
      },
      Presets.shades_classic,
    );
    const payload = {
      title: this.title.padEnd(10),
      unit,
      detail,
      left: this.pace.left(done, total),
    };
    this.bar ??= this.bars.create(total, 0, payload);
    this.bar.setTotal(total);
    this.bar.update(done, payload);
  }

  finished(title: string, seconds: number): void {
    this.clear();
    line(`${title.padEnd(10)} ${duration(seconds)}`);
  }

  note(text: string): void {
    this.clear();
    line(text);
  }

  summary(summary: Summary): void {
    writeSummary(summary);
  }

  close(): void {
    this.clear();
  }

  /** Takes the bar away before a line is written; the next progress draws it again. */
  private clear(): void {
    if (this.bars) this.bars.stop();
    else clearLine();
    this.bars = null;
    this.bar = null;
  }
}

/** Seconds between two lines of progress where there is no terminal. */
const PLAIN_INTERVAL = 10;

class PlainReport implements Report {
  private title = '';
  private pace = new Pace();
  private written = performance.now();

  stage(title: string): void {
    this.title = title;
    this.pace = new Pace();
    this.written = performance.now();
  }

  progress(done: number, total: number, unit: string, detail = ''): void {
    const left = this.pace.left(done, total);
    if ((performance.now() - this.written) / 1000 < PLAIN_INTERVAL) return;
    this.written = performance.now();
    const parts = [`${done}/${total} ${unit}`, left, detail];
    line(`${this.title.padEnd(10)} ${parts.filter(Boolean).join(', ')}`);
  }

  finished(title: string, seconds: number): void {
    line(`${title.padEnd(10)} ${duration(seconds)}`);
  }

  note(text: string): void {
    line(text);
  }

  summary(summary: Summary): void {
    writeSummary(summary);
  }

  close(): void {
    // Lines need no end.
  }
}

/** One JSON object a line, each with the name of its `event`. */
class JsonReport implements Report {
  private title = '';
  private written = 0;

  stage(title: string): void {
    this.title = title;
    this.write('stage', { stage: title });
  }

  progress(done: number, total: number, unit: string, detail = ''): void {
    if (done < total && performance.now() - this.written < 1000) return;
    this.written = performance.now();
    this.write('progress', { stage: this.title, done, total, unit, detail });
  }

  finished(title: string, seconds: number): void {
    this.write('finished', { stage: title, seconds });
  }

  note(text: string): void {
    this.write('note', { text });
  }

  close(): void {
    // Lines need no end.
  }

  summary({ metrics, stages, variants, page }: Summary): void {
    const seconds = stages.map((stage) => [stage.name, stage.seconds] as const);
    this.write('summary', {
      ...metrics,
      seconds: Object.fromEntries(seconds),
      ...(variants && { variants }),
      page,
    });
  }

  private write(event: string, fields: object): void {
    line(JSON.stringify({ event, ...fields }));
  }
}
