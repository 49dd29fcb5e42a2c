/**
 * What builders store about an image in `inspect-metadata.json`: labels, environment, scripts, apps.
 * It takes apart one JSON object and reads nothing else. Source: SIF reference, 8.1; build reference, 4.2.
 */
import { type AppMetadata, type ImageMetadata, noMetadata } from '../../../src-shared/model/inspection.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { ProblemList } from '../sif/problems.ts'
import { isJsonObject, type JsonObject, member, optionalText, stringRecord } from './metadata-objects.ts'

export const buildMetadataName = 'inspect-metadata.json'

/** @param at how problems name the object */
export function takeBuildMetadata(json: JsonObject, at: string, problems: ProblemList): ImageMetadata {
  const data = member(json, 'data')
  const attributes = isJsonObject(data) ? member(data, 'attributes') : undefined
  if (!isJsonObject(attributes)) {
    problems.add('METADATA_SHAPE', at, { what: buildMetadataName, member: 'data.attributes' })
    return noMetadata
  }
  return {
    ...takeScripts(attributes, '', at, problems),
    definition: optionalText(problems, at, buildMetadataName, 'deffile', member(attributes, 'deffile')),
    apps: takeApps(member(attributes, 'apps'), at, problems),
  }
}

function takeScripts(from: JsonObject, prefix: string, at: string, problems: ProblemList): Omit<AppMetadata, 'name'> {
  const record = (name: string) => stringRecord(problems, at, buildMetadataName, `${prefix}${name}`, member(from, name))
  const text = (name: string) => optionalText(problems, at, buildMetadataName, `${prefix}${name}`, member(from, name))
  return {
    labels: record('labels'),
    environment: record('environment'),
    runscript: text('runscript'),
    startscript: text('startscript'),
    test: text('test'),
    help: text('helpfile'),
  }
}

function takeApps(value: unknown, at: string, problems: ProblemList): AppMetadata[] {
  if (value === undefined || value === null) return []
  if (!isJsonObject(value)) {
    problems.add('METADATA_SHAPE', at, { what: buildMetadataName, member: 'apps' })
    return []
  }
  return Object.entries(value).flatMap(([name, app]) => {
    const path = `apps.${printable(name.slice(0, 100))}`
    if (isJsonObject(app)) return [{ name, ...takeScripts(app, `${path}.`, at, problems) }]
    problems.add('METADATA_SHAPE', at, { what: buildMetadataName, member: path })
    return []
  })
}
