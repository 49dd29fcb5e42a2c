/**
 * A private key in a file as the key to sign with: which file, what it is, its passphrase where it needs one.
 * Only the engine reads the file; the passphrase stays while the sheet is open and no longer.
 */
import './signing.css'
import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../src-shared/model/error.ts'
import type { KeptSigner } from '../../../src-shared/model/kept-signer.ts'
import type { SigningKeyFile } from '../../../src-shared/model/sign.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'
import { algorithmName } from '../../../src-shared/text/keyring.ts'
import { signingFileText as text } from '../../../src-shared/text/signing-file.ts'
import { FilePathField } from '../../app/file-path-field.tsx'
import { isAbsolute, withoutTilde } from '../../app/local-path.ts'
import { useCall } from '../../app/use-call.ts'
import { useSettled } from '../../app/use-settled.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Icon } from '../../components/icon.tsx'
import { PassphraseField } from '../own-keys/own-key-frame.tsx'

/** A file is not opened for each letter of its path. */
const typingPauseMs = 250

export interface KeyFile {
  /** Whether the file is what to sign with. */
  readonly isChosen: boolean
  readonly choose: (isChosen: boolean) => void
  readonly typed: string
  readonly setTyped: (path: string) => void
  /** The whole path; null while what is typed is none. */
  readonly path: string | null
  /** Null until the file was looked at, and when it holds no key that can sign. */
  readonly about: SigningKeyFile | null
  readonly error: AppError | null
  readonly passphrase: string
  readonly setPassphrase: (text: string) => void
  readonly isReady: boolean
  readonly known: KnownKey
}

export interface KnownKey {
  /** The fingerprint; null while unknown. */
  readonly name: string | null
  /** The public half as it is kept here; null when it is not. */
  readonly kept: KeptSigner | null
}

/** What is known here of a public key. @param publicKey PEM; null asks nothing */
export function useKnownKey(publicKey: string | null): KnownKey {
  const { value } = useCall('signatures.previewSigner', publicKey === null ? null : { signer: publicKey })
  const { value: signers } = useCall('signatures.signers', {}, { refetchOn: ['keyring.changed'] })
  if (publicKey === null || value === null) return { name: null, kept: null }
  const kept = signers?.find(({ kind, name }) => kind === 'key' && name === value.name) ?? null
  return { name: value.name, kept }
}

export function useKeyFile(): KeyFile {
  const [isChosen, choose] = useState(false)
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const home = useCall('settings.capabilities', {}).value?.homeFolder ?? null
  const whole = withoutTilde(typed.trim(), home)
  const settled = useSettled(whole, typingPauseMs)
  const path = isAbsolute(settled) ? settled : null
  const looked = useCall('signatures.keyFile', isChosen && path !== null ? { path } : null)
  const isCurrent = path !== null && settled === whole && !looked.isRefreshing && !looked.isLoading
  const about = isCurrent && looked.error === null ? looked.value : null
  const known = useKnownKey(about?.publicKey ?? null)
  return {
    isChosen,
    choose,
    typed,
    setTyped: (next) => {
      setTyped(next)
      // A passphrase is one file's, not the next one's.
      setPassphrase('')
    },
    path,
    about,
    error: isCurrent ? looked.error : null,
    passphrase,
    setPassphrase,
    isReady: about !== null && (!about.needsPassphrase || passphrase !== ''),
    known,
  }
}

/** What a signature by the key counts as on this computer: without its public half nobody can check it. */
export function verdictOf({ kept }: KnownKey): Verdict {
  if (kept === null) return 'cannotCheck'
  // A decision that holds for some images alone may not hold for this one.
  return kept.decision?.scope.kind === 'everywhere' ? kept.decision.kind : 'unknown'
}

interface KeyFileFieldsProps {
  readonly file: KeyFile
  /** Why it did not sign the last time; shown at the fields that can mend it. */
  readonly signError: AppError | null
}

export function KeyFileFields({ file, signError }: KeyFileFieldsProps) {
  const { about, typed, path, error, known } = file
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (signError !== null) notice.current?.scrollIntoView({ block: 'nearest' })
  }, [signError])
  return (
    <div className="key-file">
      <FilePathField
        label={text.path}
        placeholder={text.pathPlaceholder}
        value={typed}
        onChange={file.setTyped}
        problem={typed.trim() === '' || path !== null || /^[~/]/.test(typed.trim()) ? null : text.notAbsolute}
      />
      {about !== null && (
        <p role="status" className="key-file-about">
          {about.algorithm === null ? (
            <span className="quiet">{text.lockedFile}</span>
          ) : (
            <>
              {text.holds(algorithmName(about.algorithm))}
              {known.name !== null && (
                <code className="cut quiet" title={known.name}>
                  {known.name}
                </code>
              )}
            </>
          )}
        </p>
      )}
      {about?.needsPassphrase === true && (
        <PassphraseField label={text.passphrase} value={file.passphrase} onChange={file.setPassphrase} />
      )}
      <div ref={notice}>
        <ErrorNotice error={error ?? signError} />
      </div>
      <p className="quiet own-info">
        <Icon name="info" />
        {text.what}
      </p>
    </div>
  )
}
