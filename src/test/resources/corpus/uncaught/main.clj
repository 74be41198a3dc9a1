; a comment

(throw (ex-info "broken" {}))
