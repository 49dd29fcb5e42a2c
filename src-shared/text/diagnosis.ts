/** Sentences of the connection doctor, on the screen, in the terminal and copied as a text. */
import type { Diagnosis, DiagnosisStep, ServiceDiagnosis, ShownCertificate, StepName } from '../model/diagnosis.ts'
import { assertNever } from '../model/result.ts'
import { formatDate, formatNoun } from './format.ts'

const kinds: Readonly<Record<ServiceDiagnosis['service'], string>> = {
  remote: 'remote',
  library: 'library',
  keyserver: 'keyserver',
  builder: 'build service',
  token: 'token service',
  registry: 'registry',
  host: 'server',
}

const titles: Readonly<Record<ServiceDiagnosis['service'], string>> = {
  remote: 'The remote itself',
  library: 'Library',
  keyserver: 'Keyserver',
  builder: 'Builder',
  token: 'Token service',
  registry: 'Registry',
  host: 'Server',
}

const untried: Readonly<Record<StepName, string>> = {
  name: 'Look up the name',
  connection: 'Connect',
  proxy: 'Go through the proxy',
  encryption: 'Encrypt, and see who it is',
  answer: 'Ask',
  service: 'Understand the answer',
  token: 'Check the token',
}

export const diagnosisText = {
  kinds,
  titles,
  title: (name: string) => `Connection to ${name}`,
  test: 'Test the connection…',
  findOut: 'Find out why…',
  testing: 'Testing the connection',
  again: 'Test again',
  copy: 'Copy as text',
  close: 'Close',
  failed: 'The connection could not be tested',
  notTried: 'not tried',
  through: (proxy: string) => `through the proxy ${proxy}`,
  good: 'Everything works, as far as can be seen from here.',
  bad: (count: number) => `${formatNoun(count, 'service')} cannot be used. The first step that failed says why.`,
  certificates: 'Certificates',
  proves: (names: readonly string[]) => (names.length === 0 ? 'an authority' : names.join(', ')),
  until: ({ validFrom, validTo }: Pick<ShownCertificate, 'validFrom' | 'validTo'>) =>
    `${formatDate(validFrom)} to ${formatDate(validTo)}`,
  issuedBy: (issuer: string) => `issued by ${issuer}`,
} as const

/** Milliseconds of a step, like `3 ms`. */
export function stepTime({ tookMs }: Pick<DiagnosisStep, 'tookMs'>): string | null {
  return tookMs === null ? null : tookMs < 1 ? 'under 1 ms' : `${Math.round(tookMs)} ms`
}

/** One line of a step: what was done, and what was found. A failed step says it in its error. */
export function stepLine(step: DiagnosisStep): { readonly title: string; readonly note: string } {
  const { facts, state } = step
  if (state !== 'done' || facts === null)
    return { title: untried[step.name], note: state === 'notTried' ? diagnosisText.notTried : '' }
  switch (facts.kind) {
    case 'name':
      return { title: `Found ${facts.host}`, note: facts.addresses.join(', ') }
    case 'connection':
      return { title: 'Connected', note: `${facts.address}, port ${facts.port}` }
    case 'proxy':
      return { title: 'The proxy lets it through', note: facts.proxy }
    case 'encryption': {
      const [first] = facts.chain
      if (facts.protocol === null || first === undefined) return { title: 'Without encryption', note: '' }
      return {
        title: 'Encrypted, and it is who it says',
        note: `${facts.protocol}, certificate until ${formatDate(first.validTo)}`,
      }
    }
    case 'answer':
      return { title: 'It answers', note: `status ${facts.status}` }
    case 'service':
      return {
        title: 'It is what it should be',
        note: facts.version === null ? '' : `version ${facts.version.replace(/^v/, '')}`,
      }
    case 'token':
      return { title: 'Your token is accepted', note: '' }
    default:
      return assertNever(facts)
  }
}

/** Certificates that a step saw. */
export function stepCertificates({ facts }: Pick<DiagnosisStep, 'facts'>): readonly ShownCertificate[] {
  return facts?.kind === 'encryption' ? facts.chain : []
}

const marks: Readonly<Record<DiagnosisStep['state'], string>> = { done: 'ok    ', failed: 'FAILED', notTried: '-     ' }

/** The whole test as a text for a colleague or an issue; it holds no token, password or query. */
export function diagnosisAsText(diagnosis: Diagnosis): string {
  const lines = [
    `${diagnosisText.title(diagnosis.target.name)}, ${diagnosis.startedAt}, ${diagnosis.tookMs} ms, SIF Desktop ${diagnosis.version}`,
  ]
  for (const service of diagnosis.services) {
    const through = service.proxy === null ? '' : ` ${diagnosisText.through(service.proxy)}`
    lines.push('', `${titles[service.service]}  ${service.url}${through}`)
    for (const step of service.steps) {
      const { title, note } = stepLine(step)
      const time = stepTime(step)
      lines.push(`  ${marks[step.state]}  ${[title, note, time].filter(Boolean).join('  ')}`)
      if (step.error !== null) {
        lines.push(
          `          ${step.error.message} (${step.error.code}${step.error.detail ? `, ${step.error.detail}` : ''})`,
        )
        if (step.error.hint !== undefined) lines.push(`          ${step.error.hint}`)
      }
      for (const certificate of stepCertificates(step)) {
        lines.push(
          `          ${certificate.subject}: ${diagnosisText.proves(certificate.names)}; ${diagnosisText.until(certificate)}; ${diagnosisText.issuedBy(certificate.issuer)}`,
        )
      }
    }
  }
  lines.push('', diagnosis.isGood ? diagnosisText.good : diagnosisText.bad(badServices(diagnosis)))
  return lines.join('\n')
}

export function badServices({ services }: Pick<Diagnosis, 'services'>): number {
  return services.filter(({ isGood }) => !isGood).length
}
