/** The shared trust fixtures: images signed by the real programs, and what the design says about each. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { sharedPath } from './shared.ts'

const coverage = z
  .object({ complete: z.boolean(), objects: z.array(z.number()), uncovered: z.array(z.number()) })
  .nullable()

const signature = z.object({
  objectId: z.number(),
  scheme: z.string().nullable(),
  fingerprint: z.string().nullable(),
  hash: z.string().nullable(),
  legacy: z.boolean(),
  keyKnown: z.boolean(),
  keyState: z.string().nullable(),
  covers: z.array(z.number()),
  state: z.string(),
  problem: z.string().optional(),
  certificate: z.string().optional(),
})

const situation = z.object({
  name: z.string(),
  keyring: z.string(),
  decisions: z.record(z.string(), z.enum(['accepted', 'verified', 'rejected', 'yours'])),
  cliArgs: z.array(z.string()),
  ownKeys: z.array(z.object({ secret: z.string(), passphrase: z.string() })).default([]),
  design: z.object({
    verdict: z.string(),
    verdictAlso: z.array(z.string()).default([]),
    exit: z.number(),
    integrity: z.string(),
    coverage,
    signatures: z.array(signature),
  }),
})
export type Situation = z.infer<typeof situation>

const expectation = z.object({
  images: z.array(z.object({ id: z.string(), file: z.string(), situations: z.array(situation) })),
})

export const trustFolder = sharedPath('fixtures/trust')

export function trustFile(relative: string): string {
  return join(trustFolder ?? '', relative)
}

export interface NamedSituation {
  readonly image: string
  readonly file: string
  readonly situation: Situation
}

/** All situations; none where the fixtures are not there. */
export function trustSituations(): readonly NamedSituation[] {
  if (trustFolder === null) return []
  const { images } = expectation.parse(JSON.parse(readFileSync(trustFile('expect.json'), 'utf8')))
  return images.flatMap(({ id, file, situations }) => situations.map((one) => ({ image: id, file, situation: one })))
}

/**
 * Where the fixtures and the design disagree, the design holds: "among the other signatures that cover
 * everything the best decision gives the verdict … a verified signer is not made worse by a reviewer
 * nobody knows". The fixtures take the worst decision in these two.
 */
export const bestDecisionCounts: Readonly<Record<string, string>> = {
  'cosigned-two, first verified, second undecided': 'verified',
  'cosigned-two, first accepted, second verified': 'verified',
}

export function situationTitle({ image, situation }: NamedSituation): string {
  return `${image}, ${situation.name}`
}

/** The image of a situation, unpacked into `folder` when it is stored packed. */
export function imagePath(file: string, folder: string): string {
  if (!file.endsWith('.xz')) return trustFile(file)
  const target = join(folder, 'unpacked.sif')
  if (!existsSync(target))
    writeFileSync(target, execFileSync('xz', ['-dc', trustFile(file)], { maxBuffer: 64 * 1024 * 1024 }))
  return target
}
