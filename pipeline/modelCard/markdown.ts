/** Pieces of Markdown, with texts from anywhere made harmless. */

/** A text in which nothing is taken for markup, on one line. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#~]/g, (mark) => `\\${mark}`);
}

/** A name as it is written in programs. */
export function code(text: string): string {
  // Within a code span nothing is escaped, but a bar would still end the cell of a table.
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** A program, named by its language. */
export function program(language: string, text: string): string {
  return ['```' + language, text.trimEnd(), '```'].join('\n');
}

/** @param cells Markdown; one row each, as many as there are heads */
export function table(heads: readonly string[], cells: readonly (readonly string[])[]): string {
  const row = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...cells.map(row)].join('\n');
}

/** @param items Markdown */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Markdown that is shown when its title is clicked, where the reader's program can do that. */
export function folded(title: string, markdown: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${markdown}\n\n</details>`;
}
