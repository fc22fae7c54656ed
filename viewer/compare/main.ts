/** The page that compares: opens each run's own page beside the others, and passes on what is chosen in one. */
import {
  BLOB_PLACE,
  COMPARED_PAGES,
  HEIGHT,
  LINK,
  SAMPLES,
  sharedId,
  type ComparedPage,
  type HeightMessage,
  type LinkMessage,
  type SamplesMessage,
} from '../../pipeline/contract.ts';
import { createNames } from './names.ts';

document.addEventListener('DOMContentLoaded', () => {
  const pages = JSON.parse(textOf(COMPARED_PAGES)) as ComparedPage[];
  const host = document.getElementById('pages')!;
  const frames = pages.map(createFrame);
  host.append(...frames.map((frame, n) => createSection(pages[n], frame)));
  const show = createNames(host, pages);
  linkFrames(pages, frames);
  for (const button of document.querySelectorAll<HTMLElement>('[data-samples]')) {
    button.addEventListener('click', () => {
      const n = Number(button.dataset.samples);
      show(n);
      frames[n].contentWindow?.postMessage({ kind: SAMPLES } satisfies SamplesMessage, '*');
    });
  }
});

function createFrame(page: ComparedPage): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = page.name;
  frame.srcdoc = wholePage(page);
  return frame;
}

function createSection({ name }: ComparedPage, frame: HTMLIFrameElement): HTMLElement {
  const title = document.createElement('h2');
  title.textContent = name;
  const section = document.createElement('section');
  section.append(title, frame);
  return section;
}

/** Gives each page the height that it asks for, and passes on what it tells those of the same images. */
function linkFrames(pages: readonly ComparedPage[], frames: readonly HTMLIFrameElement[]): void {
  addEventListener(
    'message',
    ({ source, data }: MessageEvent<LinkMessage | HeightMessage | null>) => {
      const from = frames.findIndex(({ contentWindow }) => contentWindow === source);
      if (from < 0) return;
      if (data?.kind === HEIGHT) frames[from].style.height = `${data.height}px`;
      if (data?.kind !== LINK) return;
      for (const [n, { contentWindow }] of frames.entries()) {
        if (n !== from && pages[n].images === pages[from].images)
          contentWindow?.postMessage(data, '*');
      }
    },
  );
}

function wholePage({ frame, blobs }: ComparedPage): string {
  const elements = blobs.map(
    ([id, element]) => `<script type="text/plain" id="${id}">${textOf(sharedId(element))}</script>`,
  );
  return frame.replace(BLOB_PLACE, () => elements.join('\n'));
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
