import { useLoaderData } from 'react-router';
import { Form } from 'react-router';

export async function loader({ request }: Args) {
  return { rows: await find(request) };
}

export default function Page() {
  return <Form>{useLoaderData().rows}</Form>;
}
