/**
 * Puts the metadata of a container below `.singularity.d`: scripts of its base and of its definition, help,
 * labels, the definition itself, apps. The order is that of the programs, which shows in what wins.
 * Source: build reference, 1.5, 3.4, 3.6 and 3.7.
 */

import type { BuildWarningCode } from '../../../../src-shared/text/build.ts'
import type { ImageInMaking } from '../../files/pack/image-in-making.ts'
import { machineArchitecture } from '../../platform/architecture.ts'
import { metadataFolder } from './builder.ts'
import type { AppPlan, ContainerPlan, ScriptSection } from './container-plan.ts'
import { emptyScript } from './fixed-scripts.ts'
import { generatedLabels, type Labels, labelsText, mergeLabels } from './labels.ts'
import { environmentScript, runScript } from './oci-scripts.ts'
import { makeDirectories, writeFile } from './root.ts'
import { appBase, appExports, appScript, environmentAddition, helpText, storedScript } from './stored-scripts.ts'

/** Told what deserves a warning: a stable name and what it is about. */
export type Warn = (code: BuildWarningCode, params: Readonly<Record<string, string>>) => void

const script = { mode: 0o755, existing: 'write' } as const

/** The files that come from the configuration of an OCI image, or stand in for them in an empty root. */
export async function addBaseScripts(image: ImageInMaking, plan: ContainerPlan): Promise<void> {
  if (plan.base === 'scratch') await writeFile(image, `${metadataFolder}/runscript`, emptyScript, script)
  if (plan.run === null) return
  await writeFile(image, `${metadataFolder}/runscript`, runScript(plan.run), script)
  const environment = environmentScript(plan.run.environment)
  await writeFile(image, `${metadataFolder}/env/10-docker2singularity.sh`, environment, script)
}

/** Directories and files of the apps, before any file of the definition is copied. */
export async function addApps(image: ImageInMaking, apps: readonly AppPlan[]): Promise<void> {
  let exports = ''
  for (const app of apps) {
    const folder = `/scif/apps/${app.name}`
    for (const name of ['bin', 'lib', 'scif', 'scif/env']) await makeDirectories(image, `${folder}/${name}`)
    for (const name of ['input', 'output']) await makeDirectories(image, `/scif/data/${app.name}/${name}`)
    await writeFile(image, `${folder}/scif/env/01-base.sh`, appBase(app.name), script)
    if (app.environment !== null) {
      await writeFile(image, `${folder}/scif/env/90-environment.sh`, app.environment, script)
    }
    const scripts = { runscript: app.runscript, startscript: app.startscript, test: app.test }
    for (const [name, text] of Object.entries(scripts)) {
      if (text !== null) await writeFile(image, `${folder}/scif/${name}`, appScript(text), script)
    }
    const plain = { mode: 0o644, existing: 'write' } as const
    if (app.help !== null) await writeFile(image, `${folder}/scif/runscript.help`, app.help, plain)
    const labels = new Map([['SCIF_APP_NAME', app.name], ...(app.labels ?? [])])
    await writeFile(image, `${folder}/scif/labels.json`, labelsText(labels), plain)
    exports += appExports(app.name, {
      environment: app.environment !== null,
      labels: true,
      runscript: app.runscript !== null,
      startscript: app.startscript !== null,
    })
  }
  await writeFile(image, `${metadataFolder}/env/94-appsbase.sh`, exports, { ...script, keepMode: true })
}

/**
 * Everything that the programs write after the files: help, labels, definition, environment, scripts.
 * @param environmentBefore what `90-environment.sh` holds by now
 */
export async function addMetadata(
  image: ImageInMaking,
  plan: ContainerPlan,
  environmentBefore: string,
  warn: Warn,
): Promise<void> {
  const { sections, force } = plan
  const plain = { mode: 0o644, existing: 'write' } as const
  if (sections.help !== null) {
    const isThere = (await image.look(`${metadataFolder}/runscript.help`, { follow: true })) !== null
    if (isThere && !force) warn('helpKept', {})
    else await writeFile(image, `${metadataFolder}/runscript.help`, helpText(sections.help), plain)
  }
  await writeFile(image, `${metadataFolder}/labels.json`, labelsText(labelsOf(plan, warn)), plain)
  await keepFormerDefinition(image, plan)
  await writeFile(image, `${metadataFolder}/Singularity`, plan.definition, plain)
  if (sections.environment !== null) {
    const text = environmentBefore + environmentAddition(sections.environment)
    await writeFile(image, `${metadataFolder}/env/90-environment.sh`, text, script)
  }
  await addScript(image, 'startscript', sections.startscript, warn)
  await addScript(image, 'runscript', sections.runscript, warn)
  await addScript(image, 'test', sections.test, warn)
}

function labelsOf(plan: ContainerPlan, warn: Warn): Labels {
  const { run, baseLabels, sections, force } = plan
  const base = run === null ? baseLabels : new Map(Object.entries(run.labels))
  const generated = generatedLabels({
    builder: plan.builder,
    time: plan.time,
    architecture: plan.architecture,
    machine: machineArchitecture(),
    variant: plan.variant,
    header: plan.header,
    hasHelp: sections.help !== null,
    base: plan.registryBase,
  })
  const { labels, refused } = mergeLabels(base, generated, sections.labels ?? new Map(), force)
  for (const label of refused) warn('labelKept', { label })
  return labels
}

/** A definition that the base was built from is kept, with a number of its own. */
async function keepFormerDefinition(image: ImageInMaking, { builder }: ContainerPlan): Promise<void> {
  if ((await image.look(`${metadataFolder}/Singularity`)) === null) return
  const history = `${metadataFolder}/bootstrap_history`
  await makeDirectories(image, history)
  const found = await image.look(history, { follow: true })
  const count = found?.kind === 'dir' ? found.names.length : 0
  const name = builder === 'apptainer' ? 'Apptainer' : 'Singularity'
  await image.move(`${metadataFolder}/Singularity`, `${history}/${name}${count}`)
}

async function addScript(image: ImageInMaking, name: string, section: ScriptSection | null, warn: Warn): Promise<void> {
  if (section === null) return
  const { text, movedFirstLine } = storedScript(section.text, section.args)
  if (movedFirstLine) warn('scriptMoved', { section: `%${name}` })
  await writeFile(image, `${metadataFolder}/${name}`, text, script)
}
