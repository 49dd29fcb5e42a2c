/**
 * What is put into a container on top of its base, as data: the sections of a definition or nothing, and
 * what the base brings. It reads and writes nothing.
 */
import type { Builder } from './builder.ts'
import type { Labels } from './labels.ts'
import type { RunConfig } from './oci-config.ts'

/** Where the root comes from. */
export type BaseKind = 'oci' | 'image' | 'scratch'

/** A stored section of a definition. */
export interface ScriptSection {
  readonly args: string
  readonly text: string
}

export interface AppPlan {
  readonly name: string
  readonly environment: string | null
  readonly labels: Labels | null
  readonly help: string | null
  readonly runscript: string | null
  readonly startscript: string | null
  readonly test: string | null
}

/** The sections that are written into a container; null where the definition has none, or it is not asked for. */
export interface StoredSections {
  readonly environment: string | null
  readonly runscript: ScriptSection | null
  readonly startscript: ScriptSection | null
  readonly test: ScriptSection | null
  readonly help: string | null
  readonly labels: Labels | null
  readonly apps: readonly AppPlan[]
}

export const noSections: StoredSections = {
  environment: null,
  runscript: null,
  startscript: null,
  test: null,
  help: null,
  labels: null,
  apps: [],
}

export interface ContainerPlan {
  readonly builder: Builder
  readonly base: BaseKind
  /** How an OCI image is run; null for other bases. */
  readonly run: RunConfig | null
  /** Labels of a base that is no OCI image, as they stand in it. */
  readonly baseLabels: Labels
  /** The definition as it is embedded. */
  readonly definition: string
  /** Header keywords of the last stage, lower case. */
  readonly header: Readonly<Record<string, string>>
  readonly sections: StoredSections
  /** Replace help and labels that are there. */
  readonly force: boolean
  /** The image in a registry that the base is. */
  readonly registryBase: { readonly name: string; readonly digest: string } | null
  readonly architecture: string
  readonly variant: string | null
  readonly time: Date
}
