/** Merging one layer into an image: asks the helper, and feeds it if the layer comes as a stream. */
import { numberOf } from '../answers.ts'
import { endOf, type HelperClient } from '../helper-client.ts'
import { feedAll } from './feed.ts'
import { type LayerFacts, layerFactsOf } from './pack-answers.ts'
import type { PackAsk } from './pack-failures.ts'
import type { PackLayer, PackOptions } from './pack-image.ts'

/** While a layer is read the helper tells every half second that it lives, even if it waits for bytes. */
const silenceMs = 120_000

/** Which layer it is, counted from 1, and through which of the helper's descriptors it comes. */
export interface LayerPlace {
  readonly number: number
  readonly descriptor: number
  readonly count: number
}

/** Errors as those of `packImage`. */
export async function mergeLayer(
  client: HelperClient,
  { source, digest, diffId }: PackLayer,
  { number, descriptor, count }: LayerPlace,
  {
    signal,
    onProgress,
    tellDigests = false,
  }: Pick<PackOptions, 'onProgress' | 'tellDigests'> & {
    readonly signal: AbortSignal
  },
): Promise<LayerFacts> {
  const ask: PackAsk = { op: 'layer', members: { fd: descriptor, digest, diffId, digests: tellDigests }, layer: number }
  const merging = endOf(client, ask, { signal, silenceMs }, ({ members }) =>
    onProgress?.({
      phase: 'layer',
      layer: number,
      layers: count,
      readBytes: numberOf(members, 'readBytes'),
      expandedBytes: numberOf(members, 'expandedBytes'),
      entries: numberOf(members, 'entries'),
    }),
  ).then(layerFactsOf)
  if (source.kind === 'file') return merging
  const ended = new AbortController()
  const feeding = feedAll(source.open, client.pipe(descriptor), AbortSignal.any([signal, ended.signal]))
  try {
    // A source that fails leaves the helper with half a layer; what failed first is the reason.
    const [facts] = await Promise.all([merging, feeding])
    return facts
  } finally {
    ended.abort()
    void merging.catch(() => undefined)
    void feeding.catch(() => undefined)
  }
}
