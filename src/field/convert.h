#ifndef GREFFIER_CONVERT_H
#define GREFFIER_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From the page's words to typed values.  Pure functions of UTF-8 text: no
 * clock, locale or log.  Each takes `s` as printed (accents or none, OCR's
 * usual confusions: O/0, l/I/1, S/5, B/8, rn/m, lost spaces) and returns 0 and
 * the value, or -EINVAL where the text does not state one; outputs are then
 * untouched.  *ret_repaired (may be NULL) tells that letters had to be read as
 * digits or a word was mended.
 */

struct date { int16_t year; int8_t month, day; };	/* proleptic Gregorian; may not exist */

/*
 * "14 avril 2023", "1er mars 2021", "vendredi 22 décembre 2023", "04/04/2023",
 * "05.07.2021", "20 FEV. 2024", "2023-04-14", "L'an deux mil vingt-trois, le
 * quatorze avril", "le vingt-six juin deux mille dix-neuf", "L'an deux mille
 * vingt, le 1er octobre"; years of two digits are 19xx above 69.  The whole of
 * `s` must be about the date: words before or after are refused, save le, du,
 * en date du, l'an, a weekday.  *ret_weekday: 1 monday .. 7, 0 none stated
 * (may be NULL).  A date like 31 juin converts: see date_exists.
 */
int	convert_date(const char *s, struct date *ret, int *ret_weekday,
	    bool *ret_repaired);
bool	date_exists(struct date d);
int	date_weekday(struct date d);		/* 1 monday .. 7 sunday */
int32_t	date_days(struct date d);		/* days since 1970-01-01 */

/* "19 heures", "17 heures 30", "18 h 30", "18h45", "dix-huit heures quarante-cinq",
 * "midi": minutes since midnight. */
int	convert_hour(const char *s, int *ret_minutes, bool *ret_repaired);

/* "23", "05", "dix-sept", "vingt et un", "zéro", "aucun": 0..999999. */
int	convert_number(const char *s, int *ret, bool *ret_repaired);

/* "premier", "1er", "2ème", "troisième", "IV" (roman), "1°": 1..999999. */
int	convert_ordinal(const char *s, int *ret, bool *ret_repaired);

/* "7 009,80 €", "163 286,00 € HT", "60€", "1.234,56 euros", "1 200 000 F":
 * hundredths, and an ISO 4217 code ("EUR", "FRF"). */
int	convert_money(const char *s, int64_t *ret_cents, const char **ret_currency,
	    bool *ret_repaired);

/*
 * One person as "Prénom NOM" as printed: civility (M., MM., Mme, Mlle, Monsieur
 * le Maire ..), office ("(Maire)", ", adjoint", "conseiller municipal"), state
 * ("présente", "excusé") and list marks dropped, "NOM Prénom" turned round where
 * case tells, particles and compound names kept, a digit within a name read as
 * the letter it looks like.
 * -EINVAL where it is no person's name (a number, a verb, over six words).
 */
int	convert_person(const char *s, char **ret);

/* Bytes before the colon of whom people speak for: « Saint-Ouen : A, B ». */
#define CONVERT_LABEL_MAX 40

/*
 * A list of people, in order: "A, B et C", "A – B – C", "MM. A, B ; Mmes C, D",
 * one a line, or several a line where only civilities or capitals part them
 * (OCR loses commas).  A line break within a name is a space.  Left out without
 * a word: offices that stand between commas ("A, maire, B"), what stands in
 * brackets, what is no person's name ("néant", "ayant donné pouvoir à D").
 * The array and its strings are the caller's; 0 and none where nobody is named.
 */
int	convert_people(const char *s, char ***ret, size_t *ret_n);
void	convert_people_free(char **people, size_t n);

/*
 * To whom a proxy is given: a person, or "le Maire" as printed, where the page
 * calls him by his chair only.
 */
int	convert_receiver(const char *s, char **ret);

/* "A donne pouvoir à B", "A (pouvoir à B)", "A, ayant donné procuration à B",
 * "A à B" in a list of pouvoirs, "B a reçu pouvoir de A": both names. */
int	convert_proxy(const char *s, char **ret_from, char **ret_to);

/*
 * A list of them, parted by whatever: "A à B, C à D", "A donne pouvoir à B ; ..",
 * "A, ayant donné pouvoir à B, C, ayant ..".  *ret holds 2 * *ret_n strings, from
 * and to in turn; people without a proxy are left out.
 */
int	convert_proxies(const char *s, char ***ret, size_t *ret_n);

#endif /* GREFFIER_CONVERT_H */
