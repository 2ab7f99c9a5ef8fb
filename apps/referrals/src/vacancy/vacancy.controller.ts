// SPDX-License-Identifier: MPL-2.0
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, Cases, type Command } from '#persistence';
import { Allow, Answers, AnswersHistory, AnswersPage, Cmd, Does } from '#service';
import {
  LetElsewhere,
  ListVacancies,
  RegisterVacancyPayment,
  ReportVacancy,
  StrikeInVacancy,
  VacancyLandlordView,
  VacancyMunicipalView,
} from './vacancy.dto.js';
import { vacancy } from './vacancy.kind.js';

const VIEWS = [VacancyMunicipalView, VacancyLandlordView];
const READERS = ['single_entry', 'social_caseworker', 'finance', 'landlord_admin'] as const;

/** Tomgang: a vacant dwelling, from the landlord's report until its rent is paid. */
@ApiTags('vacancies')
@Controller('v1/vacancies')
export class VacancyController {
  constructor(private readonly cases: Cases) {}

  /** Report a vacant dwelling under an agreement in force. The municipality answers within seven weekdays. */
  @Post()
  @Does(vacancy, 'report', ...VIEWS)
  report(@Body() input: ReportVacancy, @Cmd() command: Command): Promise<Answer> {
    return this.cases.open(vacancy, 'report', command, input);
  }

  /** Vacancies the caller may see, newest first. */
  @Get()
  @Allow(...READERS)
  @AnswersPage(...VIEWS)
  list(@Query() query: ListVacancies, @Cmd() command: Command): Promise<object> {
    return this.cases.list(vacancy, query, command);
  }

  /** One vacancy, with its rent line by line. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ...VIEWS)
  get(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.get(vacancy, id, command);
  }

  /** Who did what and when. */
  @Get(':id/history')
  @Allow(...READERS)
  @AnswersHistory()
  history(@Param('id') id: string, @Cmd() command: Command): Promise<object> {
    return this.cases.history(vacancy, id, command);
  }

  /** The municipality wants the dwelling: rent runs from the first vacant day. */
  @Post(':id/reserve')
  @Does(vacancy, 'reserve', VacancyMunicipalView)
  reserve(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'reserve', id, command);
  }

  /** The municipality does not want the dwelling, and nothing is owed; or not any more, and rent runs at most to the end of a notice. */
  @Post(':id/release')
  @Does(vacancy, 'release', VacancyMunicipalView)
  release(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'release', id, command);
  }

  /** The dwelling still stands empty: the answer to the municipality's question. */
  @Post(':id/confirm')
  @Does(vacancy, 'confirm', ...VIEWS)
  confirm(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'confirm', id, command);
  }

  /** The landlord has found a tenant: rent runs to the day before. */
  @Post(':id/let-elsewhere')
  @Does(vacancy, 'letElsewhere', ...VIEWS)
  letElsewhere(@Param('id') id: string, @Body() input: LetElsewhere, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'letElsewhere', id, command, input);
  }

  /** Propose the rent for payment; the agreement is asked for cover. */
  @Post(':id/propose-payment')
  @Does(vacancy, 'proposePayment', VacancyMunicipalView)
  proposePayment(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'proposePayment', id, command, { requestRef: uuidv7() });
  }

  /** Approve what is reserved for payment: another person than who proposed it. */
  @Post(':id/approve-payment')
  @Does(vacancy, 'approvePayment', VacancyMunicipalView)
  approvePayment(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'approvePayment', id, command);
  }

  /** Take the proposal back, approved or not; what was reserved for it is given back. */
  @Post(':id/take-back-proposal')
  @Does(vacancy, 'takeBackProposal', VacancyMunicipalView)
  takeBackProposal(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'takeBackProposal', id, command);
  }

  /** The approved amount went to the landlord. */
  @Post(':id/register-payment')
  @Does(vacancy, 'registerPayment', VacancyMunicipalView)
  registerPayment(
    @Param('id') id: string,
    @Body() payment: RegisterVacancyPayment,
    @Cmd() command: Command,
  ): Promise<Answer> {
    return this.cases.act(vacancy, 'registerPayment', id, command, payment);
  }

  /** The agreement covers nothing of it: the case ends without a payment. */
  @Post(':id/close-unpaid')
  @Does(vacancy, 'closeUnpaid', VacancyMunicipalView)
  closeUnpaid(@Param('id') id: string, @Cmd() command: Command): Promise<Answer> {
    return this.cases.act(vacancy, 'closeUnpaid', id, command);
  }

  /** The report, the reservation, the release or the letting was registered in error: it is struck. */
  @Post(':id/strike')
  @Does(vacancy, 'strike', ...VIEWS)
  strike(@Param('id') id: string, @Body() input: StrikeInVacancy, @Cmd() command: Command): Promise<Answer> {
    return this.cases.strike(vacancy, 'strike', id, command, input);
  }
}
