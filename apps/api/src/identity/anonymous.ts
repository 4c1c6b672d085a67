import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const ANONYMOUS = 'goufu:anonymous';
/** The route answers whoever asks; a token that is sent is still checked. */
export const Anonymous = (): CustomDecorator => SetMetadata(ANONYMOUS, true);
