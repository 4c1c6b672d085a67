import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A token issuer of the test: keys under /jwks, tokens as asked for. */
export const startIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const stranger = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'spec', alg: 'ES256', use: 'sig' };
  const server: Server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const token = (
    person: string,
    claims: Record<string, unknown> = {},
    more: { audience?: string; seconds?: number; forged?: boolean } = {},
  ) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'spec' })
      .setIssuer(url)
      .setAudience(more.audience ?? 'goufu')
      .setSubject(person)
      .setIssuedAt(now)
      .setExpirationTime(now + (more.seconds ?? 600))
      .sign(more.forged ? stranger.privateKey : privateKey);
  };
  return { url, jwksUrl: `${url}/jwks`, token, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
};
export type Issuer = Awaited<ReturnType<typeof startIssuer>>;
