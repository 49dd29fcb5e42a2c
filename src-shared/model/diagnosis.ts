/**
 * What a test of a connection found, step by step in the order in which a connection is made. A step that
 * failed ends the test of its service; the steps after it were not tried.
 */
import type { AppError } from './error.ts'

export interface DiagnosisTarget {
  /** `host` is any server that an error named: what it belongs to is found out. */
  readonly kind: 'remote' | 'registry' | 'keyserver' | 'host'
  /** Name of the remote, host of the registry, address of the keyserver, host. */
  readonly name: string
}

/** A certificate as a server showed it; nothing of it is believed for being here. */
export interface ShownCertificate {
  readonly subject: string
  readonly issuer: string
  /** Names and addresses it is for; empty for authorities. */
  readonly names: readonly string[]
  readonly validFrom: string
  readonly validTo: string
  /** SHA-256 of the certificate, upper-case hex with colons. */
  readonly fingerprint: string
}

export type StepName = 'name' | 'connection' | 'proxy' | 'encryption' | 'answer' | 'service' | 'token'

export type StepFacts =
  /** The name, or the proxy's, was looked up. */
  | { readonly kind: 'name'; readonly host: string; readonly addresses: readonly string[] }
  | { readonly kind: 'connection'; readonly address: string; readonly port: number }
  | { readonly kind: 'proxy'; readonly proxy: string }
  | {
      readonly kind: 'encryption'
      /** Null where nothing is encrypted. */
      readonly protocol: string | null
      /** The server's first, its issuers after it. */
      readonly chain: readonly ShownCertificate[]
    }
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string | null }
  | { readonly kind: 'service'; readonly version: string | null }
  | { readonly kind: 'token' }

export interface DiagnosisStep {
  readonly name: StepName
  readonly state: 'done' | 'failed' | 'notTried'
  /** Null where it was not tried. */
  readonly tookMs: number | null
  /** What was found; also of a failed step, as far as it came. */
  readonly facts: StepFacts | null
  readonly error: AppError | null
}

export interface ServiceDiagnosis {
  readonly service: 'remote' | 'library' | 'keyserver' | 'builder' | 'token' | 'registry' | 'host'
  /** Without anything secret. */
  readonly url: string
  /** Host and port of the proxy in between; null for none. */
  readonly proxy: string | null
  readonly isGood: boolean
  readonly steps: readonly DiagnosisStep[]
}

export interface Diagnosis {
  readonly target: DiagnosisTarget
  readonly startedAt: string
  readonly tookMs: number
  readonly isGood: boolean
  readonly services: readonly ServiceDiagnosis[]
  /** Of this application. */
  readonly version: string
}
