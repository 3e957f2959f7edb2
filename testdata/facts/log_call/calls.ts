import pino from 'pino';
import { makeLogger } from 'foolog';

const logger = pino();
const out = makeLogger();

export function signIn(user: User, password: string, req: Request, toast: Toast) {
  console.log('login', user.id, password);
  logger.info({ password, email: user.email }, 'login');
  logger.warn('paying', { cardNumber: order.cardNumber, nested: { iban: a.iban } });
  req.log.error(`token ${user.accessToken} of ${user.name}`);
  this.logger.log('secret ' + settings.clientSecret);
  Logger.error(JSON.stringify({ otpSecret: user.otpSecret }));
  logger.debug({ hasToken: !!token, length: token.length, masked: redact(token) });
  out.info(password);
  console.error(user['national_id'], headers.get('authorization'));
  logger.info(user?.profile!.phone as string);
  toast.error(password);
  catalog.info(password);
  console.table(rows);
}
