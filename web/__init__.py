"""Pages and interfaces: public pages without login here, staff pages later; every act goes through campaigns/."""
