/** The page that compares: opens each run's own page beside the others, and passes on what is chosen in one. */
import {
  BLOB_PLACE,
  COMPARED_PAGES,
  LINK,
  sharedId,
  type ComparedPage,
  type LinkMessage,
} from '../../pipeline/contract.ts';

document.addEventListener('DOMContentLoaded', () => {
  const pages = JSON.parse(textOf(COMPARED_PAGES)) as ComparedPage[];
  const host = document.getElementById('pages')!;
  const frames = pages.map((page) => {
    const frame = document.createElement('iframe');
    frame.title = page.name;
    frame.srcdoc = wholePage(page);
    const name = document.createElement('h2');
    name.textContent = page.name;
    const section = document.createElement('section');
    section.append(name, frame);
    host.append(section);
    return frame;
  });
  addEventListener('message', ({ source, data }: MessageEvent<Partial<LinkMessage> | null>) => {
    const from = frames.findIndex(({ contentWindow }) => contentWindow === source);
    if (data?.kind !== LINK || from < 0) return;
    for (const [n, { contentWindow }] of frames.entries()) {
      if (n !== from && pages[n].images === pages[from].images)
        contentWindow?.postMessage(data, '*');
    }
  });
});

function wholePage({ frame, blobs }: ComparedPage): string {
  const elements = blobs.map(
    ([id, element]) => `<script type="text/plain" id="${id}">${textOf(sharedId(element))}</script>`,
  );
  return frame.replace(BLOB_PLACE, () => elements.join('\n'));
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
