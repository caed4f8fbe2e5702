package dev.tidemark.sandbox.seed;

import java.text.Normalizer;
import java.util.Locale;

/** Makes up people, companies and where they live, one part at a time, so that each API draws what it has fields for. */
public final class Crowd {
    /** A person's two names. */
    public record Name(String first, String last) {
        /** In small letters without accents, as before the @ of an address. */
        public String mailbox() {
            return ascii(first) + "." + ascii(last);
        }

        public String full() {
            return first + " " + last;
        }
    }

    /** Where somebody lives. */
    public record Address(String street, String city, String state, String country, String postalCode) {}

    private final Dice dice;

    public Crowd(Dice dice) {
        this.dice = dice;
    }

    public Name name() {
        String first = dice.of(Words.FIRST);
        return new Name(first, dice.of(Words.LAST));
    }

    /** A company's name of three words; every seventh number is part of the name. */
    public String company(int number) {
        String name =
                dice.of(Words.COMPANY_FIRST) + " " + dice.of(Words.COMPANY_SECOND) + " " + dice.of(Words.COMPANY_LAST);
        return number % 7 == 0 ? name + " " + number : name;
    }

    /** A domain that is the company's alone, as its number is: no two numbers share one. */
    public static String domain(String company, int number) {
        return ascii(company.split(" ", 2)[0]) + number + ".example";
    }

    public Address address() {
        Words.Place place = dice.of(Words.PLACES);
        String street = (1 + dice.below(200)) + " " + dice.of(Words.STREETS);
        return new Address(street, place.city(), place.state(), place.country(), place.postal() + dice.digits(2));
    }

    public String phone() {
        return "+" + (1 + dice.below(89)) + " " + dice.digits(3) + " " + dice.digits(6);
    }

    /** In small letters, without accents, spaces and signs. */
    public static String ascii(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
                .replace("ø", "o")
                .replaceAll("[^a-z0-9]", "");
    }
}
