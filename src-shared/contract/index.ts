/**
 * The contract: every call and every event that crosses from a face to the engine, in one table.
 * There is no other way across. A domain has one file here, one folder in src-main/engine and one
 * in src-renderer/features, all of the same name.
 */
import type { z } from 'zod'
import { type BuildEvents, buildCalls } from './build.ts'
import { type BuildLinkEvents, buildLinkCalls } from './build-links.ts'
import { compareCalls } from './compare.ts'
import type { CallSpec } from './define.ts'
import { diskCalls } from './disk.ts'
import { filesCalls } from './files.ts'
import { type ImagesEvents, imagesCalls } from './images.ts'
import { inspectCalls } from './inspect.ts'
import { type JobsEvents, jobsCalls } from './jobs.ts'
import { type KeyringEvents, keyringCalls, keyserverCalls, ownKeysCalls } from './keyring.ts'
import { type LibraryEvents, libraryCalls } from './library.ts'
import { type OciEvents, ociCalls } from './oci.ts'
import { pushCalls } from './push.ts'
import { type RemotesEvents, remotesCalls } from './remotes.ts'
import { type SettingsEvents, settingsCalls } from './settings.ts'
import { reportCalls, type SignaturesEvents, signaturesCalls, signCalls, signerCalls } from './signatures.ts'
import { transfersCalls } from './transfers.ts'
import {
  bundleCalls,
  controlListCalls,
  policyCalls,
  quarantineCalls,
  type TrustEvents,
  trialCalls,
  trustCalls,
} from './trust.ts'

export const contract = {
  ...imagesCalls,
  ...inspectCalls,
  ...filesCalls,
  ...signaturesCalls,
  ...signCalls,
  ...signerCalls,
  ...reportCalls,
  ...keyringCalls,
  ...keyserverCalls,
  ...ownKeysCalls,
  ...trustCalls,
  ...policyCalls,
  ...quarantineCalls,
  ...controlListCalls,
  ...bundleCalls,
  ...trialCalls,
  ...libraryCalls,
  ...ociCalls,
  ...transfersCalls,
  ...diskCalls,
  ...buildCalls,
  ...buildLinkCalls,
  ...compareCalls,
  ...pushCalls,
  ...remotesCalls,
  ...jobsCalls,
  ...settingsCalls,
} as const

export type Contract = typeof contract
export type CallName = keyof Contract

/** What a caller gives; members with defaults may be left out. */
export type CallInput<Name extends CallName> = z.input<Contract[Name]['params']>
/** What a handler gets, checked and with defaults filled in. */
export type CallParams<Name extends CallName> = z.output<Contract[Name]['params']>
/** What comes back when the call succeeds. */
export type CallValue<Name extends CallName> = Contract[Name] extends CallSpec<z.ZodType, infer Value> ? Value : never

export interface Events
  extends ImagesEvents,
    SignaturesEvents,
    KeyringEvents,
    TrustEvents,
    LibraryEvents,
    RemotesEvents,
    OciEvents,
    BuildEvents,
    BuildLinkEvents,
    JobsEvents,
    SettingsEvents {}
export type EventName = keyof Events
export type EngineEvent = { [Name in EventName]: { readonly event: Name; readonly payload: Events[Name] } }[EventName]

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name)
}
