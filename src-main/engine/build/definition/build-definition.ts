/**
 * Builds a definition without running anything: the stages that others copy from become roots of their own,
 * the last one the image. Source: build reference, 1.5, 1.6 and 2.1.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import { HelperClient } from '../../files/helper-client.ts'
import { neededHelper } from '../../files/helper-path.ts'
import type { ImageInMaking } from '../../files/pack/image-in-making.ts'
import { packImage } from '../../files/pack/pack-image.ts'
import { temporaryName } from '../../sif/replace-file.ts'
import { type Assembled, type AssembleOptions, assembleSif } from '../assemble.ts'
import { addApps, addBaseScripts } from '../container/add-metadata.ts'
import { addBaseEnvironment } from '../container/base-environment.ts'
import type { Builder } from '../container/builder.ts'
import type { ContainerPlan } from '../container/container-plan.ts'
import type { Platform } from '../sources/source.ts'
import { type Base, type BaseOptions, openBase } from './bases.ts'
import { copyAppFile, copyFromHost } from './copy-host.ts'
import { copyFromStage } from './copy-stage.ts'
import type { DefinitionPlan, StagePlan } from './read-definition.ts'
import { RootReader } from './root-reader.ts'

export interface DefinitionOptions extends Omit<AssembleOptions, 'ociConfig' | 'onProgress'> {
  readonly builder: Builder
  readonly platform: Platform
  readonly force: boolean
  readonly base: BaseOptions
  /**
   * @param sizes of the layers that are merged next
   * @param stage whose they are; null for the stage that becomes the image
   */
  progress(sizes: readonly number[], stage: string | null): AssembleOptions['onProgress']
}

/** A stage that was built, to be copied from. */
interface BuiltStage {
  readonly name: string
  readonly reader: RootReader
  close(): Promise<void>
}

/** @throws AppFailure those of opening bases, of copying and of `assembleSif`; then there is no file */
export async function buildDefinition(plan: DefinitionPlan, options: DefinitionOptions): Promise<Assembled> {
  const built: BuiltStage[] = []
  const temporary = temporaryName(options.target)
  await mkdir(temporary, { mode: 0o700 })
  try {
    for (const [index, stage] of plan.stages.slice(0, -1).entries()) {
      if (!isCopiedFrom(stage, plan.stages.slice(index + 1))) continue
      built.push(await buildStage(stage, plan, built, join(temporary, `${index}.squashfs`), options))
    }
    const base = await openBase(plan.last, options.base)
    try {
      const { layers, environment } = base
      const fill = (image: ImageInMaking): Promise<void> => addFiles(image, plan.last, built, options)
      const root = { layers, environmentBefore: environment, fill }
      const onProgress = options.progress(base.layerBytes, null)
      return await assembleSif(root, containerPlan(plan, plan.last, base, options), {
        ...options,
        ociConfig: base.ociConfig,
        onProgress,
      })
    } finally {
      await base.close()
    }
  } finally {
    for (const stage of built) await stage.close()
    await rm(temporary, { recursive: true, force: true })
  }
}

/** The first stage of a name is meant; others of it are never copied from. */
function isCopiedFrom(stage: StagePlan, later: readonly StagePlan[]): boolean {
  return later.some(({ files }) =>
    files.some(({ copyFrom }) => copyFrom.kind === 'stage' && copyFrom.name === stage.name),
  )
}

function containerPlan(plan: DefinitionPlan, stage: StagePlan, base: Base, options: DefinitionOptions): ContainerPlan {
  const { builder, force, platform, imageTime } = options
  return {
    builder,
    base: base.kind,
    run: base.config,
    baseLabels: base.labels,
    definition: plan.embedded,
    header: Object.fromEntries(stage.header),
    sections: stage.sections,
    force,
    registryBase: base.registryBase,
    architecture: platform.architecture,
    variant: platform.variant,
    time: new Date(imageTime.seconds * 1000),
  }
}

/** The root of a stage before the last; its metadata would never be seen. */
async function buildStage(
  stage: StagePlan,
  plan: DefinitionPlan,
  built: readonly BuiltStage[],
  path: string,
  options: DefinitionOptions,
): Promise<BuiltStage> {
  const base = await openBase(stage, options.base)
  const handle = await open(path, 'wx+', 0o600)
  try {
    const container = containerPlan(plan, stage, base, options)
    await packImage({
      into: handle,
      shownAs: options.target,
      layers: base.layers,
      // Copied on, and treated as asked for there.
      owners: 'keep',
      level: 1,
      time: options.imageTime,
      signal: options.signal,
      onProgress: options.progress(base.layerBytes, stage.name),
      add: async (image) => {
        await addBaseEnvironment(image, options.builder, base.kind === 'image' ? 'keep' : 'write')
        await addBaseScripts(image, container)
        await addApps(image, stage.sections.apps)
        await addFiles(image, stage, built, options)
      },
    })
    return serveStage(stage.name ?? '', handle, options)
  } catch (error) {
    await handle.close()
    throw error
  } finally {
    await base.close()
  }
}

function serveStage(name: string, handle: FileHandle, options: DefinitionOptions): BuiltStage {
  const program = neededHelper()
  const client = HelperClient.start({ program, args: ['serve'], descriptors: [handle.fd], shownAs: options.target })
  return {
    name,
    reader: new RootReader(client, options.signal),
    async close() {
      await client.close()
      await handle.close()
    },
  }
}

async function addFiles(
  image: ImageInMaking,
  stage: StagePlan,
  built: readonly BuiltStage[],
  options: DefinitionOptions,
): Promise<void> {
  const { builder, signal, warn, base } = options
  const host = { folder: base.folder, builder, signal, warn }
  for (const { app, source, target } of stage.appFiles) {
    await copyAppFile(image, { source, target }, `/scif/apps/${app}`, host)
  }
  // The programs copy from stages before they copy from the host.
  for (const { copyFrom, items } of stage.files) {
    if (copyFrom.kind !== 'stage') continue
    const from = built.find(({ name }) => name === copyFrom.name)
    if (from === undefined) throw failure('BUILD_STAGE_MISSING', { stage: copyFrom.name })
    for (const { src, dst } of items) {
      await copyFromStage(image, from.reader, { source: src, target: dst }, { builder, signal, warn })
    }
  }
  for (const { copyFrom, items } of stage.files) {
    if (copyFrom.kind === 'ignored') warn('filesIgnored', {})
    if (copyFrom.kind !== 'host') continue
    for (const { src, dst } of items) await copyFromHost(image, { source: src, target: dst }, host)
  }
}
