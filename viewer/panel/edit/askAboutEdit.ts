import type { Page } from '../../data/load.ts';
import { latestWins } from '../../models/latestWins.ts';
import { toldElsewhere, type Models } from '../../models/models.ts';
import type { Edited } from '../../state/edit.ts';
import type { PageStore } from '../../state/state.ts';
import { applyEdit, channelCount } from './applyEdit.ts';

/** Asks the decoder about the edited latent of the subject; its answer goes into the store. */
export function askAboutEdit({ data }: Page, store: PageStore, models: Models): void {
  const channels = channelCount(data.latentShape);
  const decode = latestWins(async ({ of, latent }: Omit<Edited, 'reconstruction'>) => ({
    of,
    latent,
    reconstruction: await models.decode(latent),
  }));
  store.watch(['panel', 'answer', 'edit'], ({ panel, answer, edit }) => {
    if (panel !== 'edit' || !answer) return;
    decode({ of: answer.latent, latent: applyEdit(answer.latent, edit, channels) }).then(
      (edited) => {
        if (edited) store.update({ edited });
      },
      toldElsewhere,
    );
  });
}
