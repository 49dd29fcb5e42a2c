/** From an OCI image to a SIF: the definition a conversion stands for, and everything the image says of itself. */
import type { ImageTime } from '../files/pack/image-time.ts'
import type { PackLayer } from '../files/pack/pack-image.ts'
import { type Assembled, type AssembleOptions, assembleSif, type Owners } from './assemble.ts'
import type { Builder } from './container/builder.ts'
import { noSections } from './container/container-plan.ts'
import { environmentStart } from './container/fixed-scripts.ts'
import { impossibleVariables } from './container/oci-scripts.ts'
import type { OciLayer, OciSource, Platform } from './sources/source.ts'

export interface ConvertOptions extends Pick<AssembleOptions, 'target' | 'signal' | 'onProgress' | 'warn'> {
  /** The kind of source, like `docker`. */
  readonly scheme: string
  /** What stands behind the scheme in the reference. */
  readonly from: string
  readonly builder: Builder
  readonly platform: Platform
  readonly owners: Owners
  readonly imageTime: ImageTime
}

/** @throws AppFailure those of {@link assembleSif} */
export async function convertOci(source: OciSource, options: ConvertOptions): Promise<Assembled> {
  const { scheme, from, builder, platform, imageTime, warn } = options
  for (const name of impossibleVariables(source.config.environment)) warn('variableLeftOut', { name })
  const plan = {
    builder,
    base: 'oci',
    run: source.config,
    baseLabels: new Map<string, string>(),
    definition: `bootstrap: ${scheme}\nfrom: ${from}\n\n`,
    header: { bootstrap: scheme, from },
    sections: noSections,
    force: false,
    registryBase: source.registryBase,
    architecture: platform.architecture,
    variant: platform.variant,
    time: new Date(imageTime.seconds * 1000),
  } as const
  const root = { layers: source.layers.map(packLayer), environmentBefore: environmentStart }
  return assembleSif(root, plan, { ...options, ociConfig: source.config.stored })
}

/** A layer as the packer takes it. */
export function packLayer({ source, digest, diffId }: OciLayer): PackLayer {
  return {
    source,
    ...(digest === null ? {} : { digest }),
    ...(diffId === null ? {} : { diffId }),
  }
}
