/** What a public key or certificate says and who vouches for it, as facts; nothing of it is a verdict. */
import type { CertificateFinding } from '../../../src-shared/model/certificate.ts'
import type { KeptSigner } from '../../../src-shared/model/kept-signer.ts'
import { formatDate } from '../../../src-shared/text/format.ts'
import { signerCertificateText as words } from '../../../src-shared/text/signer-certificate.ts'
import { certificateWords, revocationWords } from '../../../src-shared/text/verdicts/index.ts'
import { FactList } from '../../components/fact-list.tsx'
import { Fingerprint } from '../../components/fingerprint.tsx'

function certificateFacts(certificate: CertificateFinding) {
  const { subject, issuer, validFrom, validTo, chain, fault, fingerprint, revocation } = certificate
  return [
    { name: words.certificateOf, value: subject },
    { name: words.issuedBy, value: issuer },
    { name: words.validity, value: words.fromTo(formatDate(validFrom), formatDate(validTo)) },
    {
      name: words.chain,
      value:
        fault === null || fault.kind === 'wrongUse'
          ? chain.map((one) => one.subject).join(' · ') || subject
          : words.noChain,
    },
    { name: words.state, value: certificateWords(certificate, new Date()) },
    { name: words.revocation, value: revocationWords(revocation).detail },
    { name: words.fingerprint, value: <Fingerprint fingerprint={fingerprint} form="line" /> },
  ]
}

export function SignerFacts({ signer }: { readonly signer: Pick<KeptSigner, 'name' | 'certificate'> }) {
  const { certificate, name } = signer
  return (
    <FactList
      facts={
        certificate === null
          ? [{ name: words.plainKey, value: <code className="cut">{name}</code> }]
          : certificateFacts(certificate)
      }
    />
  )
}
