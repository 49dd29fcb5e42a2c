/** The connection doctor: each service with its steps, what was found, and on failure why and what helps. */
import './doctor.css'
import { useId, useState } from 'react'
import type { DiagnosisStep, DiagnosisTarget, ServiceDiagnosis } from '../../../src-shared/model/diagnosis.ts'
import {
  badServices,
  diagnosisAsText,
  stepCertificates,
  stepLine,
  stepTime,
  diagnosisText as text,
} from '../../../src-shared/text/diagnosis.ts'
import { closeDoctor, useDoctorRequest } from '../../app/doctor-request.ts'
import { useCall } from '../../app/use-call.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { ThinBar } from '../../components/thin-bar.tsx'

const icons: Readonly<Record<DiagnosisStep['state'], IconName>> = { done: 'check', failed: 'cross', notTried: 'dash' }

function Step({ step }: { readonly step: DiagnosisStep }) {
  const { title, note } = stepLine(step)
  const certificates = stepCertificates(step)
  return (
    <li className={classNames('doctor-step', step.state)}>
      <Icon name={icons[step.state]} />
      <div className="stack">
        <div className="line">
          <span className={step.state === 'failed' ? 'medium' : undefined}>{step.error?.message ?? title}</span>
          <span className="quiet cut" title={note}>
            {note}
          </span>
        </div>
        {step.error?.hint !== undefined && <p className="quiet">{step.error.hint}</p>}
        {certificates.length > 0 && (
          <ol className="doctor-certificates" aria-label={text.certificates}>
            {certificates.map((certificate) => (
              <li key={certificate.fingerprint} className="small quiet">
                <code title={certificate.fingerprint}>{certificate.subject}</code>
                <span>
                  {[
                    certificate.names.length === 0 ? null : text.proves(certificate.names),
                    text.until(certificate),
                    text.issuedBy(certificate.issuer),
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
      <span className="quiet doctor-time">{stepTime(step)}</span>
    </li>
  )
}

interface ServiceProps {
  readonly service: ServiceDiagnosis
  /** What works, and what fails like another one above, is folded at first. */
  readonly isOpenAtFirst: boolean
}

function Service({ service, isOpenAtFirst }: ServiceProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst)
  const id = useId()
  return (
    <section className="doctor-service" aria-label={text.titles[service.service]}>
      <h3>
        <button
          type="button"
          className="disclosure-button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="right" />
          <Icon name={service.isGood ? 'check' : 'cross'} className={service.isGood ? 'good' : 'bad'} />
          <span className="nowrap">{text.titles[service.service]}</span>
          <code className="quiet cut" title={service.url}>
            {service.url}
          </code>
          {service.proxy !== null && <span className="quiet nowrap">{text.through(service.proxy)}</span>}
        </button>
      </h3>
      <ol id={id} hidden={!isOpen}>
        {service.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </section>
  )
}

/** Where a service ended; services of one server often end at the same place. */
function endOf({ steps, url }: ServiceDiagnosis): string {
  const failed = steps.find(({ state }) => state === 'failed')
  return `${new URL(url).origin} ${failed?.name ?? ''} ${failed?.error?.code ?? ''}`
}

function isFirstFailure(service: ServiceDiagnosis, all: readonly ServiceDiagnosis[]): boolean {
  return !service.isGood && all.find((other) => !other.isGood && endOf(other) === endOf(service)) === service
}

function DoctorSheet({ target }: { readonly target: DiagnosisTarget }) {
  const { value, error, isLoading, isRefreshing, reload } = useCall('remotes.diagnose', target)
  const summary = value === null ? text.testing : value.isGood ? text.good : text.bad(badServices(value))
  return (
    <Sheet
      title={text.title(target.name)}
      subtitle={error === null ? summary : undefined}
      width="wide"
      isOpen
      onClose={closeDoctor}
      isDismissable
      headActions={<IconButton icon="cross" label={text.close} onPress={closeDoctor} />}
      footer={
        <>
          <Button variant="ghost" className="first" onPress={closeDoctor}>
            {text.close}
          </Button>
          {value !== null && <CopyButton text={diagnosisAsText(value)} label={text.copy} hasWord />}
          <Button isPending={isLoading || isRefreshing} onPress={reload}>
            {text.again}
          </Button>
        </>
      }
    >
      <ThinBar isOn={isRefreshing} />
      {isLoading ? (
        <div role="status" aria-label={text.testing}>
          <SkeletonRows count={6} />
        </div>
      ) : value === null ? (
        error !== null && <ErrorState error={error} title={text.failed} />
      ) : (
        <div className="doctor" role="status">
          {value.services.map((service) => (
            <Service
              key={`${service.service} ${value.startedAt}`}
              service={service}
              isOpenAtFirst={value.services.length === 1 || isFirstFailure(service, value.services)}
            />
          ))}
        </div>
      )}
    </Sheet>
  )
}

export function DoctorOverlay() {
  const target = useDoctorRequest()
  return target === null ? null : <DoctorSheet key={`${target.kind} ${target.name}`} target={target} />
}
