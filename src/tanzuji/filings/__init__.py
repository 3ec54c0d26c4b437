"""The filings room (备案): certificates, own and issued elsewhere, filed with the authority and kept current."""
