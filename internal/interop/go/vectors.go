package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
)

// vectors checks the program against the cases of the contract, and tells where they differ.
func vectors(_ context.Context, p *program) error {
	checked := 0
	for file, check := range checks {
		text, err := os.ReadFile(filepath.Join(p.dir, file+".json"))
		if err != nil {
			return err
		}
		var content struct{ Cases []vector }
		if err := json.Unmarshal(text, &content); err != nil {
			return err
		}
		for _, v := range content.Cases {
			checked++
			found, expected := check(v)
			if found, expected = plain(found), plain(expected); !reflect.DeepEqual(found, expected) {
				p.out.write(line{
					"type": "difference", "file": file, "name": v.Name,
					"expected": expected, "found": found,
				})
			}
		}
	}
	p.out.write(line{"type": "checked", "cases": checked})
	return nil
}

// plain is a value as JSON has it, to be compared with one that came as JSON.
func plain(value any) (result any) {
	text, _ := json.Marshal(value)
	_ = json.Unmarshal(text, &result)
	return result
}
