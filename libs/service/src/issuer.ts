// SPDX-License-Identifier: MPL-2.0

/** What a service reads of the issuer's discovery document (OpenID Connect Discovery 1.0, section 3). */
export interface IssuerMetadata {
  jwks_uri: string;
  authorization_endpoint?: string;
  token_endpoint?: string;
}

export const ISSUER_TIMEOUT_MS = 5_000;

/** @throws Error when the issuer cannot be reached, or answers for another than the configured one */
export async function discover(
  issuer: string,
  signal = AbortSignal.timeout(ISSUER_TIMEOUT_MS),
): Promise<IssuerMetadata> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const metadata = (await getJson(address, signal)) as IssuerMetadata & { issuer?: unknown };
  if (metadata.issuer !== issuer) throw new Error('discovery answers for another issuer than OIDC_ISSUER');
  return metadata;
}

export async function getJson(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`the issuer answers with status ${response.status}`);
  return await response.json();
}
