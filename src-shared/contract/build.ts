/** Builds: starting them, their history and logs, drafts of definitions, and where definitions can be built. */
import { z } from 'zod'
import type { Builder, BuilderFit, BuildProgram, BuildRecord, Draft } from '../model/build.ts'
import type { LogLine } from '../model/build-log.ts'
import type { TextDifference, ValueDifference } from '../model/compare.ts'
import { call, nothing, pathSchema } from './define.ts'
import { sshHostSchema } from './settings.ts'

/** Who files belong to: as the base says, or everything to root, as in images made without privileges. */
export const owners = ['keep', 'root'] as const
/** The program that is followed where the two differ: labels and a few scripts. */
export const likes = ['singularity', 'apptainer'] as const
/** A SIF as both programs make it, or an OCI-SIF, which only SingularityCE runs, with the image as it is. */
export const formats = ['sif', 'oci-sif'] as const

const idSchema = z.string().min(1).max(64)
const builderIdSchema = z.string().min(1).max(5000)
const definitionTextSchema = z.string().max(4_000_000)
const argumentsSchema = z.record(z.string().max(1000), z.string().max(65_536)).default({})
const sectionsSchema = z.array(z.string().max(64)).max(32).default(['all'])
const architectureSchema = z.string().max(32)
/** Commit ids as git writes them, SHA-1 or SHA-256. */
const revisionSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)

export const buildStartSchema = z.strictObject({
  /** The file to be made. */
  output: pathSchema,
  /** What it is made of: a reference, or a definition with the folder that its paths begin in. */
  from: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('reference'), reference: z.string().min(1).max(2000) }),
    z.strictObject({
      kind: z.literal('definition'),
      text: definitionTextSchema,
      /** How messages name it. */
      name: z.string().max(4096),
      folder: pathSchema,
    }),
  ]),
  architecture: architectureSchema.optional(),
  /** Replace the output, and help and labels of the base. */
  force: z.boolean().default(false),
  /** Parts of a definition; `none` builds the base alone. */
  sections: sectionsSchema,
  arguments: argumentsSchema,
  owners: z.enum(owners).optional(),
  like: z.enum(likes).default('singularity'),
  /** Definitions and SIF bases only become SIF. */
  format: z.enum(formats).default('sif'),
  /** The remote that library bases come from. */
  remote: z.string().max(200).optional(),
  insecure: z.boolean().default(false),
  /** Where it is built. */
  builderId: builderIdSchema.default('here'),
  draftId: idSchema.optional(),
  /** What the user saw and agreed to before it leaves this computer; a remote builder needs it. */
  acceptUpload: z
    .strictObject({ sizeBytes: z.number().int().nonnegative(), fileCount: z.number().int().nonnegative() })
    .optional(),
  /** Leave it to the remote builder once it is submitted. */
  detached: z.boolean().default(false),
  /** The commit that the definition is of. */
  link: z.strictObject({ id: idSchema, revision: revisionSchema, subject: z.string().max(1000) }).optional(),
})
export type BuildStartParams = z.output<typeof buildStartSchema>

/** A definition that a place to build it is wanted for. */
export const buildWeighSchema = z.strictObject({
  text: definitionTextSchema,
  folder: pathSchema,
  arguments: argumentsSchema,
  sections: sectionsSchema,
  architecture: architectureSchema.optional(),
  output: z.string().max(4096).default(''),
})
export type BuildWeighParams = z.output<typeof buildWeighSchema>

export const draftSchema = z.strictObject({
  id: idSchema,
  name: z.string().max(4096),
  text: definitionTextSchema,
  folder: z.string().max(4096),
  path: pathSchema.nullable(),
  arguments: argumentsSchema,
  output: z.string().max(4096),
  architecture: architectureSchema.nullable(),
  builderId: builderIdSchema.nullable(),
})

export interface BuildDetail extends BuildRecord {
  /** The definition; empty for a build of a reference. */
  readonly text: string
  readonly folder: string
  readonly arguments: Readonly<Record<string, string>>
  /** What starts it again. */
  readonly params: BuildStartParams
}

/** Two builds beside each other: from what they were built, and whether what they made can be compared. */
export interface BuildComparison {
  readonly a: BuildDetail
  readonly b: BuildDetail
  /** Null for the same text. */
  readonly definition: TextDifference | null
  /** Arguments and options that differ, by the names that are shown. */
  readonly values: readonly ValueDifference[]
  /** Paths of both images, where both are there and are two. */
  readonly images: { readonly a: string; readonly b: string } | null
}

/** What a `%files` source is on this computer. */
export interface FolderFile {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'missing'
  /** Of a folder: of all files in it, as far as was counted. */
  readonly sizeBytes: number
  readonly fileCount: number
  /** False where counting stopped at its limit. */
  readonly isComplete: boolean
}

export const buildCalls = {
  /**
   * Every place where definitions can be built. Looks at this computer, and asks over ssh the hosts that the user set,
   * each for ten seconds at most; nothing else of the network.
   */
  'build.builders': call<readonly Builder[]>()(nothing),
  /** Asks a host over ssh, anew, which programs it has. */
  'build.testHost': call<{ readonly programs: readonly BuildProgram[] }>()(z.strictObject({ host: sshHostSchema })),
  /** What each of them makes of a definition, in the same order. */
  'build.weigh': call<readonly BuilderFit[]>()(buildWeighSchema),
  /** Builds; the result of the job is a `BuildResult`. */
  'build.start': call<{ readonly jobId: string; readonly buildId: string }>()(buildStartSchema),
  /** Comes back to a build that was left to a remote builder. */
  'build.attach': call<{ readonly jobId: string }>()(z.strictObject({ id: idSchema })),
  /** Leaves a build that runs at a remote builder to go on there. */
  'build.detach': call<Readonly<Record<never, never>>>()(z.strictObject({ id: idSchema })),
  /** The history, newest first. */
  'build.list': call<readonly BuildRecord[]>()(nothing),
  'build.get': call<BuildDetail>()(z.strictObject({ id: idSchema })),
  /** Sets two builds beside each other; `a` is taken as the one before. */
  'build.compare': call<BuildComparison>()(z.strictObject({ a: idSchema, b: idSchema })),
  /** Forgets finished builds and their logs, never an image. */
  'build.forget': call<{ readonly removed: number }>()(z.strictObject({ ids: z.array(idSchema).min(1).max(10_000) })),
  /** Lines of a log; of those that were not kept, lines that say so. */
  'build.log': call<{ readonly lines: readonly LogLine[]; readonly total: number }>()(
    z.strictObject({
      id: idSchema,
      from: z.number().int().min(1).default(1),
      count: z.number().int().min(1).max(2000).default(500),
    }),
  ),
  /** Lines that hold a text, in any letter case: the numbers of the first 10,000. */
  'build.findInLog': call<{ readonly lines: readonly number[]; readonly total: number }>()(
    z.strictObject({
      id: idSchema,
      text: z.string().min(1).max(1000),
      after: z.number().int().nonnegative().default(0),
    }),
  ),
  /** The first 1,000 warnings and errors. */
  'build.notices': call<{ readonly lines: readonly LogLine[] }>()(z.strictObject({ id: idSchema })),
  'build.drafts': call<readonly Draft[]>()(nothing),
  'build.saveDraft': call<Draft>()(draftSchema),
  'build.removeDraft': call<Readonly<Record<never, never>>>()(z.strictObject({ id: idSchema })),
  /** Reads a definition file: text only, with a limit. */
  'build.readDefinition': call<{
    readonly text: string
    readonly name: string
    readonly folder: string
    readonly path: string
  }>()(z.strictObject({ path: pathSchema })),
  'build.writeDefinition': call<{ readonly path: string }>()(
    z.strictObject({ path: pathSchema, text: definitionTextSchema, overwrite: z.boolean().default(false) }),
  ),
  /** Which of these are there, below a folder where they are relative. */
  'build.folderFiles': call<{ readonly files: readonly FolderFile[] }>()(
    z.strictObject({ folder: pathSchema, paths: z.array(z.string().max(4096)).max(1000) }),
  ),
}

export interface BuildEvents {
  /** A build began, moved on or ended; at most ten a second for each. */
  'build.changed': BuildRecord
  /** Its log grew; at most ten a second for each. */
  'build.logged': { readonly id: string; readonly total: number }
  'build.forgotten': { readonly ids: readonly string[] }
  'build.draftsChanged': Readonly<Record<never, never>>
}
