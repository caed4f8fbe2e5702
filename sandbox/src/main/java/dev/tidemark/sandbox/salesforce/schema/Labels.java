package dev.tidemark.sandbox.salesforce.schema;

/** Labels guessed from API names: {@code NumberOfEmployees} reads Number Of Employees. */
final class Labels {
    private Labels() {}

    static String of(String apiName) {
        String bare = apiName.replaceFirst("__c$", "").replaceFirst("^[A-Za-z0-9]+__", "");
        String spaced = bare.replace('_', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        String label = spaced.endsWith(" Id") ? spaced.substring(0, spaced.length() - 2) + "ID" : spaced;
        return label.isEmpty() ? apiName : Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
}
