import { log } from '@clack/prompts';
import pino from 'pino';

const logger = pino({ redact: ['password', '*.accessToken', 'req.headers["authorization"]'] });

export function signIn(user: User, password: string) {
  logger.info({ password, user: { accessToken: user.accessToken }, iban: user.iban }, 'signed in');
  logger.info(`password ${password}`);
  logger.info(users.map((u) => u.email), [...tokens], () => user.ssn);
  logger.info({ token: tokenId, secret: user.secretName });
  log.info(`your key is ${user.apiKey}`);
}
